import { HeadingSkeleton, Skeleton } from "@/components/ui/skeleton";
import { getTranslator } from "@/lib/server/language";

const ROWS = Array.from({ length: 8 }, (_, position) => position);

/** The list while it is read: the same boxes in the same places, nothing that looks like data. */
export async function RegistrationListSkeleton() {
  const t = await getTranslator("list");
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="sr-only">
        {t("loading")}
      </p>
      <div className="flex h-9 items-center justify-between max-sm:h-11">
        <h1 className="font-semibold text-xl tracking-[-0.012em]">{t("title")}</h1>
        <Skeleton className="h-9 w-40" />
      </div>
      <div className="flex h-10 items-center gap-5 overflow-hidden border-b">
        {ROWS.map((row) => (
          <Skeleton key={row} className="h-4 w-20 shrink-0" />
        ))}
      </div>
      <Skeleton className="h-11 w-full max-w-sm sm:h-9" />
      <div className="divide-y rounded-xl border bg-surface">
        {ROWS.map((row) => (
          <div key={row} className="flex h-15 items-center gap-6 px-4">
            <Skeleton className="h-4 w-1/3" />
            <Skeleton className="h-5 w-24" />
            <Skeleton className="h-4 w-1/4 max-sm:hidden" />
          </div>
        ))}
      </div>
    </div>
  );
}

/** The page of one registration while it is read. */
export async function RegistrationDetailSkeleton() {
  const t = await getTranslator("detail");
  return (
    <div className="flex flex-col gap-5">
      <HeadingSkeleton loading={t("loading")} />
      <Skeleton className="h-12 w-full rounded-xl" />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex flex-col gap-5">
          <Skeleton className="h-56 w-full rounded-xl" />
          <Skeleton className="h-44 w-full rounded-xl" />
        </div>
        <Skeleton className="h-36 w-full rounded-xl" />
      </div>
    </div>
  );
}

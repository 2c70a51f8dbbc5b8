import { HeadingSkeleton, Skeleton } from "@/components/ui/skeleton";
import { getTranslator } from "@/lib/server/language";

const ROWS = Array.from({ length: 6 }, (_, position) => position);

/** The page for handing a file in, while it is read. */
export async function UploadSkeleton() {
  const t = await getTranslator("imports");
  return (
    <div className="flex flex-col gap-5">
      <h1 className="font-semibold text-xl tracking-[-0.012em]">{t("upload.title")}</h1>
      <div className="grid gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <Skeleton className="h-80 w-full rounded-xl" />
        <Skeleton className="h-80 w-full rounded-xl" />
      </div>
    </div>
  );
}

/** The page of one batch while it is read. */
export async function ImportSkeleton() {
  const t = await getTranslator("imports");
  return (
    <div className="flex flex-col gap-5">
      <HeadingSkeleton loading={t("loading")} />
      <Skeleton className="h-40 w-full rounded-xl" />
      <div className="divide-y rounded-xl border bg-surface">
        {ROWS.map((row) => (
          <div key={row} className="flex h-12 items-center gap-6 px-4">
            <Skeleton className="h-4 w-8" />
            <Skeleton className="h-5 w-24" />
            <Skeleton className="h-4 w-1/2" />
          </div>
        ))}
      </div>
    </div>
  );
}

import Link from "next/link";
import { StatusBadge } from "@/components/registrations/status-badge";
import type { RegistrationRow } from "@/lib/registrations/registration-view";
import { getTranslator } from "@/lib/server/language";

const ROWS_SHOWN = 3;

/** Registrations that have not what was typed, but something near it; said plainly above them. */
export async function NearRows({ rows }: { rows: readonly RegistrationRow[] }) {
  const [t, search, status] = await Promise.all([
    getTranslator("list"),
    getTranslator("search"),
    getTranslator("status"),
  ]);
  return (
    <section aria-label={search("near")} className="mt-3 w-full max-w-lg text-left">
      <p className="mb-1.5 font-medium text-ink-faint text-xs">{search("near")}</p>
      <ul className="divide-y overflow-hidden rounded-xl border bg-surface">
        {rows.slice(0, ROWS_SHOWN).map((row) => (
          <li
            key={row.id}
            className="relative flex items-center justify-between gap-3 px-3.5 py-2.5 hover:bg-hover"
          >
            <span className="min-w-0">
              <Link
                href={`/registrations/${row.id}`}
                className="block truncate font-medium text-ink after:absolute after:inset-0"
              >
                {row.businessName || t("unnamed")}
              </Link>
              <span className="block truncate text-ink-soft text-sm">{row.representativeName}</span>
            </span>
            <StatusBadge status={row.status} label={status(row.status)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

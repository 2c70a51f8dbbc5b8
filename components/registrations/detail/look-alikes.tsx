import Link from "next/link";
import { StatusBadge } from "@/components/registrations/status-badge";
import { Card } from "@/components/ui/card";
import { formatDay } from "@/lib/i18n/format";
import type { DuplicateMatch } from "@/lib/registrations/registration-view";
import { getTimeStyle, getTranslator } from "@/lib/server/language";

/** Registrations that may be of the same merchant. Shows nothing where there are none. */
export async function LookAlikes({ matches }: { matches: readonly DuplicateMatch[] }) {
  const [t, status, style] = await Promise.all([
    getTranslator("detail"),
    getTranslator("status"),
    getTimeStyle(),
  ]);
  if (matches.length === 0) return null;
  return (
    <Card title={t("duplicatesTitle")} description={t("duplicatesText")}>
      <ul className="flex flex-col gap-3">
        {matches.map((match) => (
          <li key={match.id} className="min-w-0">
            <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
              <Link
                href={`/registrations/${match.id}`}
                className="min-w-0 font-medium text-accent-ink underline underline-offset-2 [overflow-wrap:anywhere]"
              >
                {match.businessName || match.partnerReference}
              </Link>
              <StatusBadge status={match.status} label={status(match.status)} />
            </div>
            <p className="text-ink-soft text-sm">
              {match.matchedBy.map((key) => t(`matched.${key}`)).join(", ")}
            </p>
            <p className="text-ink-faint text-xs">
              {t("duplicateBy", {
                person: match.createdByName,
                date: formatDay(new Date(match.createdAt), new Date(), style),
              })}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

import { Card } from "@/components/ui/card";
import { TimeText } from "@/components/ui/text/time-text";
import { getTimeStyle, getTranslator } from "@/lib/server/language";

/** One line of the registration's history. */
export type HistoryEntry = {
  id: string;
  at: string;
  actorName: string | null;
  label: string;
  reason: string | null;
};

/** Who did what, newest first. */
export async function History({ entries }: { entries: readonly HistoryEntry[] }) {
  const [t, style] = await Promise.all([getTranslator("detail"), getTimeStyle()]);
  if (entries.length === 0) return null;
  return (
    <Card title={t("historyTitle")}>
      <ol className="flex flex-col">
        {entries.map(({ id, at, actorName, label, reason }) => (
          <li key={id} className="group relative flex gap-3 pb-3 last:pb-0">
            <span
              aria-hidden="true"
              className="mt-1.5 size-2 shrink-0 rounded-full border-2 border-line-strong"
            />
            <span
              aria-hidden="true"
              className="absolute top-4 bottom-0 left-[3.5px] w-px bg-line group-last:hidden"
            />
            <div className="min-w-0">
              <p className="text-sm [overflow-wrap:anywhere]">{label}</p>
              {reason ? (
                <p className="text-ink-soft text-sm [overflow-wrap:anywhere]">
                  {t("reason.quoted", { reason })}
                </p>
              ) : null}
              <p className="text-ink-faint text-xs">
                {actorName ?? t("bySystem")} · <TimeText at={at} style={style} />
              </p>
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}

import AtSign from "lucide-react/icons/at-sign";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { TimeText } from "@/components/ui/text/time-text";
import type { Mention } from "@/lib/notes/note-view";
import { getTimeStyle, getTranslator } from "@/lib/server/language";

/** Where colleagues mentioned the person: what is new, then what they have seen of late. */
export async function MentionsCard({ mentions }: { mentions: readonly Mention[] }) {
  const [t, detail, style] = await Promise.all([
    getTranslator("notes"),
    getTranslator("detail"),
    getTimeStyle(),
  ]);
  if (mentions.length === 0) return null;
  return (
    <section aria-labelledby="mentions" className="scroll-mt-20">
      <h2 id="mentions" className="flex items-center gap-2 pb-1.5 font-semibold">
        <AtSign aria-hidden="true" className="size-4 text-ink-faint" />
        {t("mentionsTitle")}{" "}
        <span className="font-normal text-ink-faint tabular-nums">{mentions.length}</span>
      </h2>
      <ul className="divide-y rounded-xl border bg-surface shadow-raised">
        {mentions.map(({ id, at, authorName, text, isNew, registrationId, registrationName }) => (
          <li key={id} className="px-4 py-2">
            <p className="flex flex-wrap items-baseline gap-x-2.5">
              <Link
                href={`/registrations/${registrationId}`}
                prefetch={false}
                className="rounded font-medium [overflow-wrap:anywhere] hover:underline"
              >
                {registrationName || detail("unnamed")}
              </Link>
              <span className="text-ink-faint text-sm">{authorName}</span>
              {isNew ? <Badge tone="accent">{t("new")}</Badge> : null}
              <TimeText at={at} style={style} className="ml-auto text-ink-faint text-xs tabular-nums" />
            </p>
            <p className="whitespace-pre-wrap text-ink-soft text-sm [overflow-wrap:anywhere]">{text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

import ChevronRight from "lucide-react/icons/chevron-right";
import ListFilter from "lucide-react/icons/list-filter";
import Link from "next/link";
import { Cell, Row } from "@/components/ui/table";
import { TimeText } from "@/components/ui/text/time-text";
import type { AuditLogEntry } from "@/lib/audit/log/entry-view";
import { type AuditFilter, NO_AUDIT_FILTER } from "@/lib/audit/log/filter";
import { formatMoment } from "@/lib/i18n/format";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { auditAddress } from "./address";
import { type EntryWords, entryWords } from "./entry-words";

/** One entry in one line; what was written with it opens beneath. */
export async function EntryRow({ entry }: { entry: AuditLogEntry }) {
  const [locale, style, audit, layout, imports] = await Promise.all([
    getLocale(),
    getTimeStyle(),
    getTranslator("audit"),
    getTranslator("layout"),
    getTranslator("imports"),
  ]);
  const words = entryWords(entry, { locale, audit, layout, imports });
  const when = (
    <TimeText at={entry.at} style={style}>
      {formatMoment(entry.at, style)}
    </TimeText>
  );
  const about = <About entry={entry} words={words} />;
  return (
    <Row className="group/entry">
      <Cell className="whitespace-nowrap py-1.5! align-top! text-ink-soft tabular-nums max-md:hidden">
        {when}
      </Cell>
      <Cell className="py-1.5! align-top! [overflow-wrap:anywhere] max-md:hidden">{words.who}</Cell>
      <Cell className="py-1.5! align-top! max-md:py-2.5!">
        {words.what}
        <div className="md:hidden [overflow-wrap:anywhere]">
          {about}
          <p className="mt-0.5 text-ink-soft text-sm">
            {words.who} · {when}
          </p>
        </div>
      </Cell>
      <Cell className="py-1.5! align-top! [overflow-wrap:anywhere] max-md:hidden">{about}</Cell>
    </Row>
  );
}

/** What it was done to, the way to all that was done to it, a sentence, and the rest folded away at the end of the line. */
async function About({ entry, words }: { entry: AuditLogEntry; words: EntryWords }) {
  const [t, tCommon] = await Promise.all([getTranslator("audit"), getTranslator("common")]);
  const href = pageOf(entry);
  const about = aboutOf(entry);
  const hasFacts = words.facts.length > 0;
  return (
    <div className={hasFacts ? "relative min-h-5 pr-20" : undefined}>
      {words.about === null ? null : (
        <span className="mr-2">
          {href ? (
            <Link
              href={href}
              prefetch={false}
              className="underline decoration-line-strong underline-offset-2"
            >
              {words.about}
            </Link>
          ) : (
            words.about
          )}
          {about ? (
            <Link
              href={auditAddress({ ...NO_AUDIT_FILTER, about })}
              prefetch={false}
              aria-label={t("onlyAbout", { name: words.about })}
              title={t("onlyAbout", { name: words.about })}
              className="touch-target ml-1 inline-flex size-5 items-center justify-center rounded align-middle text-ink-faint opacity-0 hover:bg-hover hover:text-ink focus-visible:opacity-100 group-hover/entry:opacity-100 max-md:opacity-100 [&_svg]:size-3.5"
            >
              <ListFilter aria-hidden="true" />
            </Link>
          ) : null}
        </span>
      )}
      {words.said ? <span className="text-ink-soft text-sm">{words.said}</span> : null}
      {hasFacts ? (
        <details className="group/fold">
          <summary className="touch-target absolute! top-0 right-0 inline-flex list-none items-center gap-1 rounded text-ink-faint text-sm hover:text-ink">
            <ChevronRight
              aria-hidden="true"
              className="size-3.5 group-open/fold:rotate-90 motion-safe:transition-transform"
            />
            {tCommon("details")}
          </summary>
          <dl className="mono-id mt-1.5 -mr-20 mb-1 text-ink-soft text-sm">
            {words.facts.map(([name, value]) => (
              <div key={name} className="flex flex-wrap gap-x-2">
                <dt>{name}</dt>
                <dd className="text-ink">{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
    </div>
  );
}

function pageOf({ registration, spreadsheet }: AuditLogEntry) {
  if (registration) return `/registrations/${registration.id}` as const;
  return spreadsheet ? (`/imports/${spreadsheet.id}` as const) : null;
}

function aboutOf({ registration, spreadsheet, person, credential }: AuditLogEntry): AuditFilter["about"] {
  if (registration) return { thing: "registration", id: registration.id };
  if (spreadsheet) return { thing: "spreadsheet", id: spreadsheet.id };
  if (person) return { thing: "person", id: person.id };
  return credential ? { thing: "credential", id: credential.id } : null;
}

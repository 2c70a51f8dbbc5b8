import ScrollText from "lucide-react/icons/scroll-text";
import type { Route } from "next";
import Link from "next/link";
import { fileWords } from "@/components/import/import-words";
import { EmptyState } from "@/components/ui/empty-state";
import { DetailsFold } from "@/components/ui/overlays/details-fold";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Cell, ColumnHeader, Row, Table } from "@/components/ui/table";
import { TimeText } from "@/components/ui/text/time-text";
import { isAuditAction } from "@/lib/audit/actions";
import { ROLES, type Role } from "@/lib/authority/actor";
import { formatNumber } from "@/lib/i18n/format";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import type { CheckAudit } from "./audit-check";
import { AuditSeal, type AuditSealRow } from "./audit-seal";

export type AuditRow = {
  id: string;
  at: Date;
  /** Null is the system; a person without a name is not known any more. */
  actor: { id: string; name: string | null } | null;
  action: string;
  registration: { id: string; businessName: string } | null;
  person: { id: string; name: string } | null;
  credential: { label: string } | null;
  spreadsheet: { id: string; fileName: string } | null;
  details: Readonly<Record<string, unknown>>;
};

/** What was done, by whom and when; newest first. `older` and `newest` are addresses, or null. */
export async function AuditLog({
  entries,
  older,
  newest,
  seal,
  check,
}: {
  entries: readonly AuditRow[];
  older: Route | null;
  newest: Route | null;
  seal: AuditSealRow | null;
  check: CheckAudit;
}) {
  const [t, tCommon] = await Promise.all([getTranslator("audit"), getTranslator("common")]);
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t("title")} description={t("description")} />
      <AuditSeal seal={seal} check={check} />
      {entries.length === 0 ? (
        <EmptyState icon={<ScrollText aria-hidden="true" />} title={t("empty")}>
          {t("emptyText")}
        </EmptyState>
      ) : (
        <Table label={t("table")}>
          <thead>
            <tr>
              <ColumnHeader className="max-md:hidden">{t("columns.when")}</ColumnHeader>
              <ColumnHeader className="max-md:hidden">{t("columns.who")}</ColumnHeader>
              <ColumnHeader>{t("columns.what")}</ColumnHeader>
              <ColumnHeader className="max-md:hidden">{t("columns.about")}</ColumnHeader>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <EntryRow key={entry.id} entry={entry} />
            ))}
          </tbody>
        </Table>
      )}
      <Pagination
        label={t("pages")}
        newer={newest}
        older={older}
        newerLabel={t("newest")}
        olderLabel={tCommon("older")}
      />
    </div>
  );
}

async function EntryRow({ entry }: { entry: AuditRow }) {
  const [t, style] = await Promise.all([getTranslator("audit"), getTimeStyle()]);
  const { action, actor } = entry;
  const when = <TimeText at={entry.at} style={style} />;
  const who = actor === null ? t("system") : (actor.name ?? t("formerPerson"));
  const about = (
    <>
      <Subject entry={entry} />
      <EntryDetails entry={entry} />
    </>
  );
  return (
    <Row>
      <Cell className="whitespace-nowrap text-ink-soft tabular-nums max-md:hidden">{when}</Cell>
      <Cell className="[overflow-wrap:anywhere] max-md:hidden">{who}</Cell>
      <Cell>
        {isAuditAction(action) ? t(`action.${action}`) : t("unknownAction", { action })}
        <div className="md:hidden [overflow-wrap:anywhere]">
          {about}
          <p className="mt-0.5 text-ink-soft text-sm">
            {who} · {when}
          </p>
        </div>
      </Cell>
      <Cell className="[overflow-wrap:anywhere] max-md:hidden">{about}</Cell>
    </Row>
  );
}

/** What it was done to; what people do to themselves needs no second name. */
async function Subject({
  entry: { actor, registration, person, credential, spreadsheet },
}: {
  entry: AuditRow;
}) {
  if (registration) {
    return (
      <Link
        href={`/registrations/${registration.id}`}
        className="underline decoration-line-strong underline-offset-2"
      >
        {registration.businessName}
      </Link>
    );
  }
  if (spreadsheet) {
    return (
      <Link
        href={`/imports/${spreadsheet.id}`}
        className="underline decoration-line-strong underline-offset-2"
      >
        {fileWords(await getTranslator("imports"), spreadsheet)}
      </Link>
    );
  }
  const isSelf = person !== null && person.id === actor?.id;
  const name = isSelf ? null : (person?.name ?? credential?.label);
  return name ? <p>{name}</p> : null;
}

/** A reason, a change of limit or role in words; anything else folded away as it was written. */
async function EntryDetails({ entry: { action, details } }: { entry: AuditRow }) {
  const [t, locale, tLayout, tCommon] = await Promise.all([
    getTranslator("audit"),
    getLocale(),
    getTranslator("layout"),
    getTranslator("common"),
  ]);
  const roleName = (role: Role | undefined) => role && tLayout(`roles.${role}`);
  const from = roleName(roleOf(details.from));
  const to = roleName(roleOf(details.to));
  const role = roleName(roleOf(details.role));
  if (from && to) return <p className="text-ink-soft text-sm">{t("roleChange", { from, to })}</p>;
  if (role) return <p className="text-ink-soft text-sm">{role}</p>;
  if (action === "credential.rate_limit_changed") {
    const rateOf = (figure: unknown) =>
      typeof figure === "number"
        ? t("rate.perSecond", { rate: formatNumber(figure, locale) })
        : t("rate.none");
    return (
      <p className="text-ink-soft text-sm">
        {t("rateChange", { from: rateOf(details.from), to: rateOf(details.to) })}
      </p>
    );
  }
  if (action.startsWith("registration.") && typeof details.reason === "string") {
    return <p className="text-ink-soft text-sm">{t("reason", { reason: details.reason })}</p>;
  }
  const facts = Object.entries(details);
  if (facts.length === 0) return null;
  return (
    <DetailsFold summary={tCommon("details")} className="mt-1">
      <dl className="mono-id text-ink-soft">
        {facts.map(([name, value]) => (
          <div key={name} className="flex flex-wrap gap-x-2">
            <dt>{name}</dt>
            <dd className="text-ink">{Array.isArray(value) ? value.join(", ") : String(value)}</dd>
          </div>
        ))}
      </dl>
    </DetailsFold>
  );
}

function roleOf(value: unknown): Role | undefined {
  return ROLES.find((known) => known === value);
}

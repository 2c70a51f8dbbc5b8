import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, ColumnHeader, Row, Table } from "@/components/ui/table";
import { TimeText } from "@/components/ui/text/time-text";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { formatTime } from "@/lib/i18n/format";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { AddPerson, type AddPersonAction } from "./add-person";
import { ManagePerson, type PersonActions } from "./manage-person";
import { PersonStatusBadge } from "./person-status-badge";
import type { PersonRow, RoleNames } from "./person-view";

export type PeopleListProps = {
  people: readonly PersonRow[];
  /** When the list was read; of "last seen" that day's date goes without saying. */
  now: Date;
  actions: PersonActions & { addPerson: AddPersonAction };
};

/** Who can sign in and what they may do, with everything an admin does about it. */
export async function PeopleList({ people, now, actions: { addPerson, ...actions } }: PeopleListProps) {
  const [locale, t, tLayout] = await Promise.all([
    getLocale(),
    getTranslator("people"),
    getTranslator("layout"),
  ]);
  const roleNames: RoleNames = {
    admin: tLayout("roles.admin"),
    manager: tLayout("roles.manager"),
    viewer: tLayout("roles.viewer"),
  };
  return (
    <ClientMessagesProvider locale={locale} messages={compileMessages(locale, ["people"])}>
      <div className="flex flex-col gap-5">
        <PageHeader
          title={t("title")}
          description={t("description")}
          actions={<AddPerson addPerson={addPerson} roleNames={roleNames} />}
        />
        <Table label={t("table")}>
          <thead>
            <tr>
              <ColumnHeader>{t("columns.person")}</ColumnHeader>
              <ColumnHeader className="max-sm:hidden">{t("columns.role")}</ColumnHeader>
              <ColumnHeader className="max-sm:hidden">{t("columns.status")}</ColumnHeader>
              <ColumnHeader className="max-md:hidden">{t("columns.lastSeen")}</ColumnHeader>
              <ColumnHeader>
                <span className="sr-only">{t("columns.actions")}</span>
              </ColumnHeader>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <Row key={person.id}>
                <PersonCells person={person} now={now} roleName={roleNames[person.role]} />
                <Cell>
                  <div className="flex justify-end">
                    <ManagePerson person={person} actions={actions} roleNames={roleNames} />
                  </div>
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </div>
    </ClientMessagesProvider>
  );
}

async function PersonCells({ person, now, roleName }: { person: PersonRow; now: Date; roleName: string }) {
  const [t, style] = await Promise.all([getTranslator("people"), getTimeStyle()]);
  const badge = <PersonStatusBadge status={person.status}>{t(`status.${person.status}`)}</PersonStatusBadge>;
  return (
    <>
      <Cell className="min-w-0 [overflow-wrap:anywhere]">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          {person.name}
          {person.isYou ? <Badge tone="accent">{t("you")}</Badge> : null}
        </p>
        <p className="text-ink-soft text-sm">{person.email}</p>
        <div className="mt-1.5 flex flex-wrap items-center gap-2 text-ink-soft text-sm sm:hidden">
          {roleName}
          {badge}
        </div>
      </Cell>
      <Cell className="whitespace-nowrap max-sm:hidden">{roleName}</Cell>
      <Cell className="max-sm:hidden">{badge}</Cell>
      <Cell className="whitespace-nowrap text-ink-soft max-md:hidden">
        {person.lastSeenAt ? (
          <TimeText at={person.lastSeenAt} style={style}>
            {formatTime(new Date(person.lastSeenAt), now, style)}
          </TimeText>
        ) : (
          t("neverSeen")
        )}
      </Cell>
    </>
  );
}

import type { Metadata } from "next";
import { PeopleList } from "@/components/people/people-list";
import { requirePermission } from "@/lib/auth/session";
import { getTranslator } from "@/lib/server/language";
import { listPeople } from "@/lib/users/queries";
import { addPerson, changeRole, createSetupLink, setDisabled } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("people");
  return { title: t("title") };
}

export default async function PeoplePage() {
  const actor = await requirePermission("people.read");
  const people = await listPeople(actor);
  return (
    <PeopleList
      people={people.map(({ lastSeenAt, ...person }) => ({
        ...person,
        lastSeenAt: lastSeenAt?.toISOString() ?? null,
        isYou: person.id === actor.id,
      }))}
      now={new Date()}
      actions={{ addPerson, changeRole, createSetupLink, setDisabled }}
    />
  );
}

import type { Metadata } from "next";
import { RegistrationList } from "@/components/registrations/registration-list";
import { can } from "@/lib/auth/permissions";
import { requirePermission } from "@/lib/auth/session";
import { getTranslator } from "@/lib/i18n/server";
import { encodeCursor } from "@/lib/registrations/list-cursor";
import { readListFilter } from "@/lib/registrations/list-filter";
import { countByTab, listRegistrations } from "@/lib/registrations/queries";
import { retrySelected } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("list");
  return { title: t("title") };
}

export default async function RegistrationsPage({ searchParams }: PageProps<"/registrations">) {
  const actor = await requirePermission("registrations.read");
  const { filter } = readListFilter(await searchParams);
  const [page, counts] = await Promise.all([listRegistrations(actor, filter), countByTab(actor, filter)]);
  const mayWrite = can(actor, "registrations.write");
  return (
    <RegistrationList
      rows={page.rows}
      filter={filter}
      counts={counts}
      newer={page.newer && encodeCursor(page.newer)}
      older={page.older && encodeCursor(page.older)}
      newHref={mayWrite ? "/registrations/new" : null}
      retrySelected={mayWrite ? retrySelected : null}
    />
  );
}

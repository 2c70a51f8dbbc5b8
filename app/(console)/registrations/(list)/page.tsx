import type { Metadata } from "next";
import { cookies } from "next/headers";
import { RunningJobs } from "@/components/bulk/running-jobs";
import { ExportTool } from "@/components/export/export-tool";
import { COLUMNS_COOKIE, columnsInForce } from "@/components/registrations/filter/columns";
import { FixButton } from "@/components/registrations/fix/fix-button";
import { RegistrationList } from "@/components/registrations/list/list";
import { NEEDS_YOU_COOKIE } from "@/components/registrations/needs-you/cookie";
import { NeedsYou } from "@/components/registrations/needs-you/needs-you";
import { requirePermission } from "@/lib/auth/session";
import type { UserActor } from "@/lib/authority/actor";
import { can } from "@/lib/authority/permissions";
import { listRunningJobs } from "@/lib/bulk/queries";
import { countByTab } from "@/lib/registrations/list/counts";
import { DEFAULT_COLUMNS, EMPTY_FILTER, keptQuery, type ListFilter } from "@/lib/registrations/list/filter";
import { needsYou } from "@/lib/registrations/list/needs-you";
import { listRegistrations } from "@/lib/registrations/list/page";
import { getTranslator } from "@/lib/server/language";
import { openList } from "@/lib/views/open-list";
import { estimate, people, start } from "../../jobs/actions";
import { countForExport } from "../export/actions";
import { chooseDefaultView, loadFilterChoices, loadViews, removeView, saveView, updateView } from "./actions";
import { Start } from "./start";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("list");
  return { title: t("title") };
}

const BULK_ACTIONS = { estimate, start, people };
const VIEW_ACTIONS = {
  load: loadViews,
  save: saveView,
  update: updateView,
  remove: removeView,
  chooseDefault: chooseDefaultView,
};

export default async function RegistrationsPage({ searchParams }: PageProps<"/registrations">) {
  const actor = await requirePermission("registrations.read");
  const opened = await openList(actor, await searchParams);
  const { filter } = opened;
  const [cookieJar, page, counts, needs, running] = await Promise.all([
    cookies(),
    listRegistrations(actor, filter),
    countByTab(actor, filter),
    readNeeds(actor, filter),
    listRunningJobs(actor),
  ]);
  const mayWrite = can(actor, "registrations.write");
  const columns = columnsInForce(filter, cookieJar.get(COLUMNS_COOKIE)?.value);
  return (
    <RegistrationList
      {...page}
      state={{ ...opened, columns }}
      counts={counts}
      newHref={mayWrite ? "/registrations/new" : null}
      uploadHref={mayWrite ? "/registrations/import" : null}
      start={mayWrite ? <Start actor={actor} /> : null}
      bulkActions={mayWrite ? BULK_ACTIONS : null}
      viewActions={VIEW_ACTIONS}
      loadChoices={loadFilterChoices}
      before={
        <>
          <RunningJobs jobs={running} />
          {needs ? (
            <NeedsYou
              needs={needs}
              owner={filter.owner}
              isOpen={cookieJar.get(NEEDS_YOU_COOKIE)?.value !== "closed"}
              bulkActions={BULK_ACTIONS}
            />
          ) : null}
        </>
      }
      tools={
        <>
          <ExportTool
            query={keptQuery(filter)}
            columns={columns ?? DEFAULT_COLUMNS}
            mayUnmask={can(actor, "registrations.export_unmasked")}
            count={countForExport}
          />
          {mayWrite && filter.tab === "NEEDS_FIX" && page.rows.length > 0 ? (
            <FixButton size="medium" query={keptQuery(filter)}>
              {(await getTranslator("fixing"))("fixAll")}
            </FixButton>
          ) : null}
        </>
      }
    />
  );
}

/** Only at the start of the list, which may be that of one's own registrations, and for those who can do something. */
async function readNeeds(actor: UserActor, filter: ListFilter) {
  const isMine = filter.owner === "me";
  const start = {
    ...EMPTY_FILTER,
    owner: isMine ? filter.owner : null,
    sort: filter.sort,
    columns: filter.columns,
  };
  const isStart = filter.cursor === null && keptQuery(filter) === keptQuery(start);
  if (!isStart || !can(actor, "registrations.write")) return null;
  return needsYou(actor, isMine ? "mine" : "all");
}

import type { Metadata } from "next";
import { cookies } from "next/headers";
import { RunningJobs } from "@/components/bulk/running-jobs";
import { ExportButton } from "@/components/export/export-button";
import { WhoseSwitch } from "@/components/layout/whose-switch";
import { listAddress, withoutChips } from "@/components/registrations/filter/address";
import { COLUMNS_COOKIE, columnsInForce, columnsOf } from "@/components/registrations/filter/columns";
import { FixButton } from "@/components/registrations/fix/fix-button";
import { RegistrationList } from "@/components/registrations/list/list";
import { NEEDS_YOU_COOKIE } from "@/components/registrations/needs-you/cookie";
import { NeedsYou } from "@/components/registrations/needs-you/needs-you";
import { requirePermission } from "@/lib/auth/session";
import type { UserActor } from "@/lib/authority/actor";
import { can } from "@/lib/authority/permissions";
import { listRunningJobs } from "@/lib/bulk/queries";
import { mailFrom } from "@/lib/mail/mailer";
import { countByProgress, countByTab, type TabCounts } from "@/lib/registrations/list/counts";
import { EMPTY_FILTER, keptQuery, type ListFilter } from "@/lib/registrations/list/filter";
import { findNear } from "@/lib/registrations/list/near";
import { needsYou } from "@/lib/registrations/list/needs-you";
import { isNothingThere, listRegistrations } from "@/lib/registrations/list/page";
import { hasOwn, startsWith, WHOSE_COOKIE } from "@/lib/registrations/list/whose";
import { seesContacts } from "@/lib/registrations/sight";
import { getTranslator } from "@/lib/server/language";
import { openList } from "@/lib/views/open-list";
import { setDay } from "../../follow-ups/actions";
import { estimate, people, start, startFollowUps } from "../../jobs/actions";
import { copyRows, countForExport } from "../export/actions";
import {
  chooseDefaultView,
  loadFilterChoices,
  loadViews,
  peek,
  pinView,
  removeView,
  saveView,
  updateView,
} from "./actions";
import { Start } from "./start";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("list");
  return { title: t("title") };
}

const bulkActions = () => ({ estimate, start, startFollowUps, people, hasMail: mailFrom() !== null });
const VIEW_ACTIONS = {
  load: loadViews,
  save: saveView,
  update: updateView,
  remove: removeView,
  chooseDefault: chooseDefaultView,
  pin: pinView,
};

/** A search that finds nothing and what may have been meant take no longer together, unless the first took nearly all. */
const SEARCH_MS = 800;
const NEAR_MS = 250;

export default async function RegistrationsPage({ searchParams }: PageProps<"/registrations">) {
  const actor = await requirePermission("registrations.read");
  const [search, cookieJar] = await Promise.all([searchParams, cookies()]);
  const opened = await openList(actor, search, startsWith(actor, cookieJar.get(WHOSE_COOKIE)?.value));
  const { filter } = opened;
  const startedMs = performance.now();
  const [page, counts, progressCounts, needs, running] = await Promise.all([
    listRegistrations(actor, filter),
    countByTab(actor, filter),
    filter.tab === "INVITED" && filter.turn === null ? countByProgress(actor, filter) : null,
    readNeeds(actor, filter),
    listRunningJobs(actor),
  ]);
  const near = await readNear(actor, filter, { counts, tookMs: performance.now() - startedMs });
  const mayWrite = can(actor, "registrations.write");
  const isFresh = page.rows.length === 0 && (await isNothingThere(actor, filter, counts));
  const columns = columnsInForce(filter, cookieJar.get(COLUMNS_COOKIE)?.value);
  const taking = {
    mayUnmask: can(actor, "registrations.export_unmasked"),
    count: countForExport,
    copy: copyRows,
  };
  return (
    <RegistrationList
      {...page}
      state={{ ...opened, columns, seesContacts: seesContacts(actor) }}
      counts={counts}
      progressCounts={progressCounts}
      newHref={mayWrite ? "/registrations/new" : null}
      uploadHref={mayWrite ? "/registrations/import" : null}
      isFresh={isFresh}
      start={mayWrite ? <Start actor={actor} /> : null}
      bulkActions={mayWrite ? bulkActions() : null}
      viewActions={VIEW_ACTIONS}
      loadChoices={loadFilterChoices}
      loadPeek={peek}
      setFollowUp={mayWrite ? setDay : null}
      taking={taking}
      personId={actor.id}
      near={near}
      whose={hasOwn(actor) ? <ListWhose filter={filter} personId={actor.id} /> : null}
      above={
        <>
          <RunningJobs jobs={running} />
          {needs ? (
            <NeedsYou
              needs={needs}
              owner={filter.owner}
              seen={cookieJar.get(NEEDS_YOU_COOKIE)?.value}
              mayExplain={can(actor, "progress.manage")}
              bulkActions={bulkActions()}
            />
          ) : null}
        </>
      }
      tools={
        <>
          <ExportButton
            {...taking}
            query={keptQuery(filter)}
            columns={columnsOf({ tab: filter.tab, columns })}
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

/** The same list of one's own, or of the team; to a colleague's it is neither. */
async function ListWhose({ filter, personId }: { filter: ListFilter; personId: string }) {
  const t = await getTranslator("layout");
  const hrefOf = (owner: "me" | null) =>
    listAddress({ ...filter, owner, cursor: null }, { isExplicit: true });
  return (
    <WhoseSwitch
      label={t("whose")}
      personId={personId}
      current={filter.owner === "me" ? "mine" : filter.owner === null ? "team" : null}
      choices={[
        { whose: "mine", label: t("mine"), href: hrefOf("me") },
        { whose: "team", label: t("team"), href: hrefOf(null) },
      ]}
    />
  );
}

/** Only where nothing is found in any tab, and nothing but the words can be why. */
async function readNear(
  actor: UserActor,
  filter: ListFilter,
  { counts, tookMs }: { counts: TabCounts | null; tookMs: number },
) {
  const isWordsAlone = keptQuery(withoutChips(filter)) === keptQuery(filter);
  const isNothing = counts !== null && counts.all === 0 && counts.archived === 0;
  return filter.query !== "" && isWordsAlone && isNothing
    ? findNear(actor, filter.query, { withinMs: Math.max(NEAR_MS, SEARCH_MS - tookMs) })
    : null;
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

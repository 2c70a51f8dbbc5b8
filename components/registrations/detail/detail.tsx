import { LiveRefresh } from "@/components/live/live-refresh";
import { StatusBadge } from "@/components/registrations/status-badge";
import { BackToList } from "@/components/registrations/way-back/back-to-list";
import { Badge } from "@/components/ui/badge";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { CopyableId } from "@/components/ui/text/copyable-id";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import type { AdviceFacts } from "@/lib/playbook/built-in";
import type { DuplicateMatch, RegistrationView } from "@/lib/registrations/registration-view";
import { mayStand, type RegistrationAction, statusWord } from "@/lib/registrations/status";
import { getLocale, getTranslator } from "@/lib/server/language";
import { type EditAddress, type RegistrationActionHandlers, RegistrationActions } from "./actions";
import { type AssignHandlers, AssignOwner } from "./assign-owner";
import { type AttemptKnowledge, AttemptList } from "./attempts";
import { DokuIds } from "./doku-ids";
import { MerchantFacts, RecordFacts } from "./facts";
import { History, type HistoryEntry } from "./history";
import { LookAlikes } from "./look-alikes";
import { SituationNotice } from "./situation-notice";

export type RegistrationDetailProps = {
  registration: RegistrationView;
  /** Newest first. */
  history: readonly HistoryEntry[];
  knowledge: AttemptKnowledge;
  lookAlikes: readonly DuplicateMatch[];
  /** Whether addresses and numbers are masked for the reader. */
  isMasked: boolean;
  /** Null for those who may not give it to somebody else. */
  assigning: AssignHandlers | null;
  /** Server actions; which of them are offered is `registration.actions`. */
  handlers: RegistrationActionHandlers;
  personId: string;
  editHref: EditAddress;
};

/** The page of one registration: how it stands, what can be done, what DOKU gave, and everything that happened. */
export async function RegistrationDetail({
  registration,
  history,
  knowledge,
  lookAlikes,
  isMasked,
  assigning,
  handlers,
  personId,
  editHref,
}: RegistrationDetailProps) {
  const [locale, t, status, common] = await Promise.all([
    getLocale(),
    getTranslator("detail"),
    getTranslator("status"),
    getTranslator("common"),
  ]);
  const name = registration.input.businessName || t("unnamed");
  const buttons = (actions: readonly RegistrationAction[]) => (
    <RegistrationActions
      id={registration.id}
      name={name}
      actions={actions}
      handlers={handlers}
      editHref={editHref}
    />
  );
  const housekeeping = registration.actions.filter(isHousekeeping);
  const ways = registration.actions.filter((action) => !isHousekeeping(action));
  return (
    <ClientMessagesProvider
      locale={locale}
      messages={compileMessages(locale, ["detail", "playbook", ...(assigning ? (["bulk"] as const) : [])])}
    >
      <div className="flex flex-col gap-5">
        <PageHeader
          back={<BackToList personId={personId} label={t("back")} />}
          title={name}
          badge={
            <>
              <StatusBadge status={registration.status} label={status(statusWord(registration))} />
              {registration.archived ? <Badge>{status("archived")}</Badge> : null}
            </>
          }
          description={
            <CopyableId
              id={registration.partnerReference}
              copyLabel={common("copy", { what: registration.partnerReference })}
              copiedLabel={common("copied")}
              refusedLabel={common("copyRefused")}
            />
          }
          actions={housekeeping.length > 0 ? buttons(housekeeping) : null}
        />
        <SituationNotice
          registration={registration}
          name={name}
          actions={ways.length > 0 ? buttons(ways) : null}
        />
        <LiveRefresh ids={[registration.id]} active={registration.sending || isDueSoon(registration)} />
        {registration.businesses.length > 1 ? (
          <Notice tone="danger" role="alert">
            {t("twoBusinesses")}
          </Notice>
        ) : null}
        <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="flex min-w-0 flex-col gap-5">
            <DokuIds partnerReference={registration.partnerReference} businesses={registration.businesses} />
            <AttemptList
              attempts={registration.attempts}
              adviceFacts={adviceFactsOf(registration)}
              knowledge={knowledge}
            />
          </div>
          <div className="flex min-w-0 flex-col gap-5">
            <MerchantFacts registration={registration} isMasked={isMasked} />
            <LookAlikes matches={lookAlikes} />
            <RecordFacts
              registration={registration}
              assign={
                assigning ? <AssignOwner {...assigning} registrationId={registration.id} name={name} /> : null
              }
            />
            <History entries={history} />
          </div>
        </div>
      </div>
    </ClientMessagesProvider>
  );
}

/** Putting away and bringing back: about our list, not about how the registration stands. */
function isHousekeeping(action: RegistrationAction): boolean {
  return action === "archive" || action === "restore";
}

function adviceFactsOf(registration: RegistrationView): AdviceFacts {
  const { status, archived, nextRunAt, credential } = registration;
  return {
    status,
    isArchived: archived,
    isPaused: credential.pausedAt !== null,
    isPlanned: nextRunAt !== null,
    replay: credential.replay,
    isStanding: mayStand(registration),
  };
}

const SOON_MS = 60_000;

/** Whether a machine is about to go on, so that an open page should show it without being asked. */
function isDueSoon({ status, archived, nextRunAt, credential }: RegistrationView): boolean {
  if (archived || nextRunAt === null || credential.pausedAt) return false;
  if (status !== "QUEUED" && status !== "UNCONFIRMED") return false;
  return Date.parse(nextRunAt) - Date.now() < SOON_MS;
}

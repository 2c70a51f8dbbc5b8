import type { ReactNode } from "react";
import { LiveRefresh } from "@/components/live/live-refresh";
import type { NudgeActions } from "@/components/nudges/nudge-actions";
import { RemindButton } from "@/components/nudges/remind-button";
import { formRefusal } from "@/components/registrations/fix/form-refusal";
import { countryOptions } from "@/components/registrations/form/fields/countries";
import type { SubmitForm } from "@/components/registrations/form/use-registration-form";
import { ProgressIcons } from "@/components/registrations/progress-icons";
import { Notice } from "@/components/ui/notice";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import type { ProgressView } from "@/lib/progress/progress-view";
import { ofEachField } from "@/lib/registrations/input/registration-fields";
import type { DuplicateMatch, RegistrationView } from "@/lib/registrations/registration-view";
import { mayStand, type RegistrationAction } from "@/lib/registrations/status";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { ActionFailurePlace } from "./action-failures";
import { type FixProps, type RegistrationActionHandlers, RegistrationActions } from "./actions";
import { type AssignHandlers, AssignOwner } from "./assign-owner";
import { ContactBar, Contacts } from "./contacts";
import { DokuIds } from "./doku-ids";
import { DraftForm } from "./draft-form";
import { RecordFacts } from "./facts";
import { DetailHeader } from "./header";
import { LookAlikes } from "./look-alikes";
import type { LoadNeighbours } from "./neighbour-links";
import { OutsideLink } from "./outside-link";
import { PageKeys } from "./page-keys";
import { ProgressButtons } from "./progress/progress-buttons";
import { ProgressCard } from "./progress/progress-card";
import type { ProgressHandlers } from "./progress/progress-handlers";
import { RegisterAnother } from "./register-another";
import { OutcomeFocus } from "./situation/outcome-focus";
import { SituationNotice } from "./situation/situation-notice";
import { UnsentNotice } from "./situation/unsent-notice";
import type { AttemptKnowledge } from "./timeline/attempts";
import { type HistoryEntry, Timeline } from "./timeline/timeline";
import { adviceFactsOf, isDueSoon, isHousekeeping, isInvitedLately } from "./view-facts";

export type RegistrationDetailProps = {
  registration: RegistrationView;
  /** Newest first. */
  history: readonly HistoryEntry[];
  progress: ProgressView;
  /** Whether the reader may say what DOKU's values mean. */
  mayExplainValues: boolean;
  /** Null for those who may only look. */
  progressHandlers: ProgressHandlers | null;
  knowledge: AttemptKnowledge;
  lookAlikes: readonly DuplicateMatch[];
  /** Whether addresses and numbers are masked for the reader. */
  isMasked: boolean;
  /** Null for those who may not give it to somebody else. */
  assigning: AssignHandlers | null;
  /** How it is changed; null for those who may only look. */
  submit: SubmitForm | null;
  /** How the merchant is reminded, and whether it is their turn; null where the reader may only look. */
  reminding: { actions: NudgeActions; isOffered: boolean } | null;
  /** Server actions; which of them are offered is `registration.actions`. */
  handlers: RegistrationActionHandlers;
  personId: string;
  loadNeighbours: LoadNeighbours;
  /** What sets the first day to come back to it; the day, and what can be done about that. */
  followUp: { opener: ReactNode; line: ReactNode } | null;
  /** Where a note is written, null for those who may only look; the button that asks DOKU about it. */
  timeline: { composer: ReactNode; escalate: ReactNode; seen: ReactNode };
  /** Where DOKU shows what it has; null where that is not known. */
  dashboardHref: string | null;
};

/** The page of one registration: how it stands and what can be done, whom to call, DOKU's ids, and everything that happened. */
export async function RegistrationDetail({
  registration,
  history,
  progress,
  mayExplainValues,
  progressHandlers,
  knowledge,
  lookAlikes,
  isMasked,
  assigning,
  submit,
  reminding,
  handlers,
  personId,
  loadNeighbours,
  followUp,
  timeline,
  dashboardHref,
}: RegistrationDetailProps) {
  const [locale, timeStyle, t, refusals, form] = await Promise.all([
    getLocale(),
    getTimeStyle(),
    getTranslator("detail"),
    getTranslator("refusals"),
    getTranslator("form"),
  ]);
  const { id, input, problem, problemField, keepsReference, requestId, actions, businesses } = registration;
  const name = input.businessName || t("unnamed");
  const refusal = formRefusal({ words: problem, field: problemField, names: input }, { refusals, form });
  const isFixable = submit !== null && actions.includes("fix");
  const isInvited = registration.status === "INVITED";
  const hasProgress = isInvited && progressHandlers !== null;
  const isDraft = submit !== null && actions.includes("continue");
  const formProps = submit && {
    ...{ personId, submit, registrationId: id, initial: input, keepsReference, timeStyle },
    countries: countryOptions(locale, input.country),
  };
  const fix: FixProps | null = isFixable && formProps ? { ...formProps, requestId, refusal } : null;
  const buttons = (offered: readonly RegistrationAction[], more?: ReactNode) => (
    <RegistrationActions id={id} name={name} actions={offered} handlers={handlers} fix={fix}>
      {more}
    </RegistrationActions>
  );
  const housekeeping = actions.filter(isHousekeeping);
  const ways = actions.filter((action) => !isHousekeeping(action));
  const dashboard = dashboardHref ? <OutsideLink href={dashboardHref}>{t("openStandIn")}</OutsideLink> : null;
  const mayLook = registration.status === "UNCONFIRMED" || mayStand(registration);
  const isFresh = isInvitedLately(registration);
  const outcome = [registration.status, registration.sending, registration.attempts.length].join();
  const remind = reminding ? (
    <RemindButton
      variant={isFresh ? "secondary" : "primary"}
      registrationId={id}
      name={name}
      timeStyle={timeStyle}
      {...reminding}
    />
  ) : null;
  const another =
    submit && registration.status !== "DRAFT" ? (
      <RegisterAnother
        personId={personId}
        registrationId={id}
        isFirst={ways.length === 0 && (!reminding?.isOffered || isFresh)}
      />
    ) : null;
  return (
    <ClientMessagesProvider
      locale={locale}
      messages={compileMessages(locale, [
        "detail",
        "playbook",
        "followUps",
        "notes",
        "escalation",
        "nudge",
        ...(assigning ? (["bulk"] as const) : []),
        ...(hasProgress ? (["atDoku", "progress"] as const) : []),
        ...(fix || isDraft ? (["form", "problems", "status"] as const) : []),
      ])}
    >
      <ProgressIcons />
      <div className="flex flex-col gap-5">
        <DetailHeader
          registration={registration}
          name={name}
          progress={progress}
          why={refusal?.text ?? null}
          // Where DOKU's ids are, or the form is, it stands with them.
          hasReference={businesses.length === 0 && !isDraft}
          personId={personId}
          loadNeighbours={loadNeighbours}
        >
          {followUp?.opener}
          {housekeeping.length > 0 ? buttons(housekeeping) : null}
        </DetailHeader>
        <ActionFailurePlace />
        {submit ? (
          <UnsentNotice
            {...{ personId, registrationId: id, there: input, outcome }}
            hasForm={isFixable || isDraft}
            labels={ofEachField((field) => form(field))}
          />
        ) : null}
        {isDraft ? null : <ContactBar registration={registration} isMasked={isMasked} />}
        <SituationNotice
          registration={registration}
          name={name}
          words={refusal?.words ?? null}
          actions={
            ways.length > 0 || remind || another
              ? buttons(
                  ways,
                  <>
                    {remind}
                    {another}
                    {mayLook ? dashboard : null}
                  </>,
                )
              : null
          }
        />
        {followUp?.line}
        <OutcomeFocus registrationId={id} outcome={outcome} />
        <PageKeys />
        <LiveRefresh ids={[id]} active={registration.sending || isDueSoon(registration)} />
        {businesses.length > 1 ? (
          <Notice tone="danger" role="alert">
            {t("twoBusinesses")}
          </Notice>
        ) : null}
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_19rem]">
          <div className="flex min-w-0 flex-col gap-5">
            {isDraft && formProps ? (
              <DraftForm {...formProps} />
            ) : (
              <Contacts registration={registration} isMasked={isMasked} />
            )}
            {isInvited ? (
              <ProgressCard
                view={progress}
                mayExplain={mayExplainValues}
                buttons={
                  hasProgress ? (
                    <ProgressButtons
                      {...{ id, name, progress: progress.progress }}
                      isOffered={!registration.archived}
                      {...progressHandlers}
                    />
                  ) : null
                }
              />
            ) : null}
            <DokuIds
              partnerReference={registration.partnerReference}
              businesses={businesses}
              actions={dashboard}
            />
            <Timeline
              attempts={registration.attempts}
              history={history}
              adviceFacts={adviceFactsOf(registration)}
              knowledge={knowledge}
              {...timeline}
            />
          </div>
          <div className="flex min-w-0 flex-col gap-5">
            <LookAlikes matches={lookAlikes} />
            <RecordFacts
              registration={registration}
              assign={assigning ? <AssignOwner {...assigning} registrationId={id} name={name} /> : null}
            />
          </div>
        </div>
      </div>
    </ClientMessagesProvider>
  );
}

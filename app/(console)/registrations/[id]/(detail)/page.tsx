import type { Metadata } from "next";
import { FollowUpLine, FollowUpOpener } from "@/components/follow-ups/follow-up-line";
import { NoteComposer } from "@/components/notes/note-composer";
import { SeeMentions } from "@/components/notes/see-mentions";
import { nudgeWords } from "@/components/nudges/nudge-words";
import { RegistrationDetail } from "@/components/registrations/detail/detail";
import { EscalateButton } from "@/components/registrations/detail/escalation/escalate-button";
import type { HistoryEntry } from "@/components/registrations/detail/timeline/timeline";
import { requirePermission } from "@/lib/auth/session";
import type { UserActor } from "@/lib/authority/actor";
import { can } from "@/lib/authority/permissions";
import { env } from "@/lib/env";
import { canFollowUp } from "@/lib/followups/follow-up-view";
import { readFollowUp } from "@/lib/followups/queries";
import { formatDate } from "@/lib/i18n/format";
import { listNotes } from "@/lib/notes/queries";
import { isRemindable, listNudges } from "@/lib/nudges/queries";
import { explainAttempts } from "@/lib/playbook/queries";
import { getProgress, listReports } from "@/lib/progress/queries";
import { listResembling } from "@/lib/registrations/intake/duplicates";
import { listRegistrationAudit } from "@/lib/registrations/queries";
import { inspectRequests } from "@/lib/registrations/request-inspection";
import { seesContacts } from "@/lib/registrations/sight";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { finish, setDay } from "../../../follow-ups/actions";
import { assign, people } from "../../../jobs/actions";
import {
  archive,
  cancel,
  check,
  found,
  override,
  restore,
  retry,
  sendAgain,
  submitForm,
} from "../../actions";
import { loadReminder, remind } from "../../nudge-actions";
import { findRegistration } from "../found-registration";
import { checkProgress, explain, neighbours, setProgress } from "./actions";
import { loadEscalation } from "./escalate-actions";
import { mentionable, seeNotes, writeNote } from "./note-actions";

export async function generateMetadata({ params }: PageProps<"/registrations/[id]">): Promise<Metadata> {
  const actor = await requirePermission("registrations.read");
  const registration = await findRegistration(actor, (await params).id);
  const t = await getTranslator("detail");
  return { title: registration.input.businessName || t("unnamed") };
}

export default async function RegistrationPage({ params }: PageProps<"/registrations/[id]">) {
  const actor = await requirePermission("registrations.read");
  const registration = await findRegistration(actor, (await params).id);
  const { id } = registration;
  const [history, mayRemind, explanations, requests, lookAlikes, progress, followUp, t, style] =
    await Promise.all([
      readHistory(actor, id),
      isRemindable(actor, id),
      explainAttempts(actor, id),
      inspectRequests(actor, id),
      listResembling(actor, id),
      getProgress(actor, id),
      readFollowUp(actor, id),
      getTranslator("detail"),
      getTimeStyle(),
    ]);
  const mayWrite = can(actor, "registrations.write");
  const mayPlan = canFollowUp(registration);
  const planning = {
    id,
    name: registration.input.businessName || t("unnamed"),
    actions: { set: setDay, finish },
  };
  return (
    <RegistrationDetail
      registration={registration}
      isMasked={!seesContacts(actor)}
      history={history.entries}
      progress={progress}
      mayExplainValues={can(actor, "progress.manage")}
      progressHandlers={mayWrite ? { checkProgress, setProgress } : null}
      knowledge={{
        explanations,
        requests: new Map(requests.map((request) => [request.number, request])),
        explain: can(actor, "playbook.write") ? explain : null,
      }}
      lookAlikes={lookAlikes}
      assigning={mayWrite ? { assign, people } : null}
      submit={mayWrite ? submitForm : null}
      reminding={
        mayWrite
          ? { actions: { load: loadReminder, remind, setFollowUp: setDay }, isOffered: mayRemind }
          : null
      }
      handlers={{ archive, cancel, check, found, override, restore, retry, sendAgain }}
      personId={actor.id}
      loadNeighbours={neighbours}
      followUp={
        mayWrite
          ? {
              opener: <FollowUpOpener {...planning} isOffered={mayPlan} followUp={followUp} />,
              line: (
                <FollowUpLine
                  {...planning}
                  followUp={
                    mayPlan && followUp
                      ? {
                          ...followUp,
                          day: formatDate(new Date(followUp.at), style),
                          isDue: new Date(followUp.at) <= new Date(),
                        }
                      : null
                  }
                />
              ),
            }
          : null
      }
      timeline={{
        composer: mayWrite ? (
          <NoteComposer
            personId={actor.id}
            registrationId={id}
            actions={{ add: writeNote, people: mentionable }}
          />
        ) : null,
        escalate:
          registration.attempts.length > 0 ? (
            <EscalateButton registrationId={id} load={loadEscalation} />
          ) : null,
        seen: history.hasNewMention ? <SeeMentions registrationId={id} see={seeNotes} /> : null,
      }}
      dashboardHref={dashboardHref()}
    />
  );
}

/** What was done and what became of the progress, newest first, and whether a note mentions the reader anew. */
async function readHistory(
  actor: UserActor,
  id: string,
): Promise<{ entries: HistoryEntry[]; hasNewMention: boolean }> {
  const [audits, reports, nudges, notes, audit, t, atDoku, words, nudge] = await Promise.all([
    listRegistrationAudit(actor, id),
    listReports(actor, id),
    listNudges(actor, id),
    listNotes(actor, id),
    getTranslator("audit"),
    getTranslator("detail"),
    getTranslator("atDoku"),
    getTranslator("progress"),
    getTranslator("nudge"),
  ]);
  const deeds = audits.map(({ action, givenTo, ...entry }) => ({
    ...entry,
    label: givenTo ? t("givenTo", { name: givenTo }) : audit(`action.${action}`),
  }));
  const reminders = nudges.map((each) => ({ ...each, label: nudgeWords(each, nudge), reason: null }));
  const told = reports.map(({ source, progress, raw, note, actorName, ...report }) => ({
    ...report,
    actorName: source === "doku" ? "DOKU" : actorName,
    label: atDoku(`report.${source}`, {
      progress: progress === "UNKNOWN_VALUE" && raw ? raw : words(progress),
    }),
    reason: note,
  }));
  const written = notes.map(({ id: noteId, at, authorName, text }) => ({
    ...{ id: noteId, at, actorName: authorName, note: text, reason: null },
    label: audit("action.registration.noted"),
  }));
  const entries = [...deeds, ...told, ...reminders, ...written].sort(
    (one, other) => Date.parse(other.at) - Date.parse(one.at),
  );
  return { entries, hasNewMention: notes.some(({ isNew }) => isNew) };
}

/** The stand-in has a page that shows what it holds. Where DOKU's is, its documents do not say. */
function dashboardHref(): string | null {
  const { environment, baseUrl } = env().doku;
  return environment === "simulator" ? baseUrl : null;
}

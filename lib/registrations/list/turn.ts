import { PROGRESSES, type ProgressCode, turnsOf, WHO } from "@/lib/progress/progress";
import { choicesOf } from "@/lib/registrations/list/choices";
import { keyOf, type ListFilter, type ListTab, type Turn } from "@/lib/registrations/list/filter";
import type { Shown } from "@/lib/registrations/sight";
import { type RegistrationStatus, STATUSES } from "@/lib/registrations/status";

/** Registrations that need a person for the same cause. Counts are at most `COUNT_CAP + 1` ("1,000+"). */
export type NeedsGroup = {
  /** A code of `causeOf`; the list filtered by it shows them. */
  cause: string;
  kind: "refused" | "unsure" | "not_sent";
  count: number;
  /** DOKU's words to one of them, and the field they name; null where DOKU did not refuse. */
  problem: Shown | null;
  problemField: string | null;
  /** What helps, as the team wrote it down; null where nobody did. */
  help: Shown | null;
};

export type NeedsYou = {
  /** The largest group first. */
  groups: NeedsGroup[];
  /** How many groups there are beside those. */
  moreGroups: number;
  /** All *not sure yet* that wait for a person, all that must be fixed, and all that were not sent. */
  unsure: number;
  refused: number;
  notSent: number;
  /** Those of each group that follows an invitation; null where they could not be counted in time. */
  turns: Readonly<Record<Turn, number>> | null;
  /** Notes that mention them and that they have not seen; null where they could not be counted in time. */
  mentions: number | null;
};

/** A merchant who is in review for longer than DOKU says it takes: two days. */
const REVIEW_HOURS = 48;

const PROGRESSES_OF: Readonly<Record<Exclude<Turn, "due">, readonly ProgressCode[]>> = {
  quiet: ["NOT_CHECKED", "INVITED", "IN_PROGRESS"],
  review: ["IN_REVIEW"],
  action: ["ACTION_NEEDED"],
  rejected: ["REJECTED"],
  unknown: ["UNKNOWN_VALUE"],
};

type TurnFilter = Pick<ListFilter, "progress" | "who" | "turn" | "cause" | "invited" | "since">;

/** The statuses that can fit in a tab, and the progresses of the invited among them; null is any. */
export type Standing = {
  statuses: readonly RegistrationStatus[];
  progresses: readonly ProgressCode[] | null;
};

/** What can fit by cause, progress, whose turn it is and the group of *Needs you*. Pure. */
export function standingIn(tab: ListTab, filter: TurnFilter): Standing {
  const { turn } = filter;
  const isArchived = tab === "archived";
  let statuses = statusesOf(filter);
  let progresses: readonly ProgressCode[] = PROGRESSES;
  const keep = (keptStatuses: readonly RegistrationStatus[], keptProgresses: readonly ProgressCode[]) => {
    statuses = statuses.filter((status) => keptStatuses.includes(status));
    progresses = progresses.filter((progress) => keptProgresses.includes(progress));
  };
  if (filter.progress) keep(["INVITED"], chosenOf(PROGRESSES, filter.progress));
  if (filter.who) {
    const turns = chosenOf(WHO, filter.who);
    // What was put away is nobody's turn, however it stands.
    if (isArchived) keep(turns.includes("nobody") ? STATUSES : [], PROGRESSES);
    else {
      const whose = turns.map(turnsOf);
      keep(
        ["INVITED", ...whose.flatMap((each) => each.statuses)],
        whose.flatMap((each) => each.progresses),
      );
    }
  }
  if (turn && turn !== "due") keep(["INVITED"], PROGRESSES_OF[turn]);
  if (turn && isArchived) keep([], []);
  if (progresses.length === 0)
    keep(
      STATUSES.filter((status) => status !== "INVITED"),
      [],
    );
  if (tab !== "all" && !isArchived) keep([tab], progresses);
  return { statuses, progresses: progresses.length === PROGRESSES.length ? null : progresses };
}

/** The statuses that fit what was invited, which stays so, or the causes: each kind of them belongs to one (`causeOf`). */
function statusesOf({ cause, invited, since }: TurnFilter): readonly RegistrationStatus[] {
  const { values: causes, isNot } = choicesOf(cause);
  if (causes.length > 0 && !isNot) return [...new Set(causes.map(statusOfCause))];
  return invited || since ? ["INVITED"] : STATUSES;
}

export function statusOfCause(cause: string): RegistrationStatus {
  if (cause.startsWith("refused.")) return "NEEDS_FIX";
  return cause.startsWith("unsure.") ? "UNCONFIRMED" : "FAILED";
}

function chosenOf<T extends string>(all: readonly T[], text: string): readonly T[] {
  const { values, isNot } = choicesOf(text);
  return all.filter((each) => values.includes(each) !== isNot);
}

/** The rows `r` of one progress. */
export function progressIs(progress: ProgressCode): string {
  return progress === "NOT_CHECKED" ? "r.progress is null" : `r.progress = '${progress}'`;
}

function progressIn(progresses: readonly ProgressCode[]): string {
  const told = progresses.filter((progress) => progress !== "NOT_CHECKED");
  const list = `r.progress in (${told.map((progress) => `'${progress}'`).join(", ")})`;
  if (told.length === progresses.length) return list;
  // In these words the index of the quiet ones is known by.
  return told.length === 0 ? "r.progress is null" : `(r.progress is null or ${list})`;
}

type Turning = {
  now: Date;
  /** Gives a value its placeholder. */
  bind: (value: unknown) => string;
  /** Whether each walk says its own status and progress. */
  isSplit?: boolean;
};

/** The conditions of a tab by progress, whose turn it is, group and follow-up; null is all tabs at once. */
export function turnConditions(tab: ListTab | null, filter: ListFilter, turning: Turning): string[] {
  if (tab !== null) return conditionsIn(tab, filter, turning);
  const either = (["all", "archived"] as const).map((each) => {
    const conditions = conditionsIn(each, filter, turning);
    return [`r.archived_at is ${each === "all" ? "null" : "not null"}`, ...conditions].join(" and ");
  });
  return isTurned(filter) ? [`(${either.join(" or ")})`] : [];
}

function isTurned({ progress, who, turn, sort }: ListFilter): boolean {
  return [progress, who, turn].some((each) => each !== null) || keyOf(sort) === "followup";
}

function conditionsIn(tab: ListTab, filter: ListFilter, { now, bind, isSplit = false }: Turning): string[] {
  if (!isTurned(filter)) return [];
  const { statuses, progresses } = standingIn(tab, filter);
  const isByFollowUp = keyOf(filter.sort) === "followup";
  // What was put away is come back to by nobody.
  if (statuses.length === 0 || (isByFollowUp && tab === "archived")) return ["false"];
  return [
    ...(isSplit ? [] : standingConditions(statuses, progresses)),
    ...(isByFollowUp ? ["r.follow_up_at is not null"] : []),
    ...timesOf(filter, now, bind),
  ];
}

function standingConditions(statuses: Standing["statuses"], progresses: Standing["progresses"]): string[] {
  const listed = (some: Standing["statuses"]) =>
    `r.status in (${some.map((status) => `'${status}'`).join(", ")})`;
  if (progresses === null || !statuses.includes("INVITED"))
    return statuses.length === STATUSES.length ? [] : [listed(statuses)];
  const invited = ["r.status = 'INVITED'", progressIn(progresses)];
  const others = statuses.filter((status) => status !== "INVITED");
  return others.length === 0 ? invited : [`(${listed(others)} or ${invited.join(" and ")})`];
}

/** Since when, of a group. */
function timesOf({ turn }: ListFilter, now: Date, bind: Turning["bind"]): string[] {
  if (turn === null) return [];
  const at = `${bind(now)}::timestamptz`;
  if (turn === "due") return [`r.follow_up_at <= ${at}`];
  // Who was put off until a day waits for that day. The index of those who are stuck has it.
  if (turn !== "review" && turn !== "quiet") return [`(r.follow_up_at is null or r.follow_up_at <= ${at})`];
  // Of the others told by their ids, so that the walks need no more than their indexes; as a set, since one press may put
  // off a hundred thousand, and a list would be gone through for each row.
  const isNotAhead = `r.id not in (select f.id from registration f where f.follow_up_at > ${at} and f.archived_at is null)`;
  const until = turn === "review" ? `${at} - interval '${REVIEW_HOURS} hours'` : quietSince(at);
  const since = turn === "review" ? "r.progress_since" : "coalesce(r.stirred_at, r.invited_at)";
  return [`${since} < ${until}`, isNotAhead];
}

/** The moment before which nothing may have happened with those who are quiet at a moment, both in SQL. */
export function quietSince(at: string): string {
  return `${at} - (select quiet_days from house_setting) * interval '1 day'`;
}

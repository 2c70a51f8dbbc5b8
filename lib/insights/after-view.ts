import { PROGRESSES, type ProgressCode } from "@/lib/progress/progress";
import { writeChoices } from "@/lib/registrations/list/choices";

/** How many of the invited stand at which progress now. */
export type ProgressCounts = Record<ProgressCode, number>;

/** Those of an account manager, or of a referral code. */
export type CountsOf = { id: string; name: string; counts: ProgressCounts };

/** How long registrations stayed at a progress before the next, of those that left it. */
export type StageTime = { stage: ProgressCode; measured: number; medianMs: number; p90Ms: number };

/** Invited merchants of whom nothing was heard for `fromDays` and not yet `untilDays`; at most `QUIET_CAP + 1` are counted. */
export type QuietAge = { fromDays: number; untilDays: number | null; count: number };

/** Reminders of the days by their channel, and after how many of them the progress changed within `FOLLOWED_DAYS`. */
export type Reminders = { channel: "whatsapp" | "email" | "copy"; count: number; followed: number };

/** What became of the invited of the days. A part that could not be counted in time is null. */
export type AfterInvitation = {
  total: ProgressCounts | null;
  /** Those with most first, at most `MAX_LISTED`; null also where only one's own are counted. */
  owners: CountsOf[] | null;
  referrals: CountsOf[] | null;
  stages: StageTime[] | null;
  quiet: QuietAge[] | null;
  reminders: Reminders[] | null;
};

export const MAX_LISTED = 30;
export const QUIET_CAP = 10_000;
export const FOLLOWED_DAYS = 7;
/** The newest invitations and reminders that are looked at. */
export const MAX_LOOKED_AT = 5_000;
const QUIET_STEPS_DAYS = [7, 14, 30] as const;

/** How many came how far. Each is a part of the one before. */
export type AfterFunnel = { invited: number; begun: number; handedIn: number; verified: number };

/** The progresses of those who came at least so far. */
const PROGRESSES_OF = {
  invited: PROGRESSES,
  begun: ["IN_PROGRESS", "ACTION_NEEDED", "IN_REVIEW", "REJECTED", "VERIFIED"],
  handedIn: ["IN_REVIEW", "REJECTED", "VERIFIED"],
  verified: ["VERIFIED"],
} as const satisfies Record<keyof AfterFunnel, readonly ProgressCode[]>;

/** Invited → begun → handed in → verified, from how things stand now. Pure. */
export function afterFunnelOf(counts: ProgressCounts): AfterFunnel {
  const sum = (codes: readonly ProgressCode[]) => codes.reduce((all, code) => all + counts[code], 0);
  return {
    invited: sum(PROGRESSES_OF.invited),
    begun: sum(PROGRESSES_OF.begun),
    handedIn: sum(PROGRESSES_OF.handedIn),
    verified: sum(PROGRESSES_OF.verified),
  };
}

/** The list's filter by progress that has those of a step; null is all. Pure. */
export function afterProgress(step: keyof AfterFunnel): string | null {
  return step === "invited" ? null : writeChoices({ values: PROGRESSES_OF[step], isNot: false });
}

/** The ages in which quiet merchants are counted, from `quietDays` on. Pure. */
export function quietSteps(quietDays: number): Omit<QuietAge, "count">[] {
  const starts = [quietDays, ...QUIET_STEPS_DAYS.filter((days) => days > quietDays)];
  return starts.map((fromDays, at) => ({ fromDays, untilDays: starts[at + 1] ?? null }));
}

export function noProgress(): ProgressCounts {
  return {
    NOT_CHECKED: 0,
    INVITED: 0,
    IN_PROGRESS: 0,
    IN_REVIEW: 0,
    VERIFIED: 0,
    ACTION_NEEDED: 0,
    REJECTED: 0,
    UNKNOWN_VALUE: 0,
  };
}

/** Rows of one progress each, gathered by whose they are: those with most first. Pure. */
export function gatherCounts(
  rows: readonly { id: string; name: string; progress: ProgressCode; count: number }[],
): CountsOf[] {
  const gathered = new Map<string, CountsOf>();
  for (const { id, name, progress, count } of rows) {
    const counts = gathered.get(id)?.counts ?? noProgress();
    gathered.set(id, { id, name, counts: { ...counts, [progress]: counts[progress] + count } });
  }
  const sum = ({ counts }: CountsOf) => PROGRESSES.reduce((all, code) => all + counts[code], 0);
  return [...gathered.values()].toSorted(
    (one, other) => sum(other) - sum(one) || one.name.localeCompare(other.name),
  );
}

/** The sum over all. Pure. */
export function totalProgress(all: readonly Pick<CountsOf, "counts">[]): ProgressCounts {
  const total = noProgress();
  for (const { counts } of all) for (const code of PROGRESSES) total[code] += counts[code];
  return total;
}

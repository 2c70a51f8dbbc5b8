import { type CauseTranslators, causeWords } from "@/components/registrations/cause-words";
import { refusalText } from "@/components/registrations/refusal-sentences";
import { formatDay, formatTime, type TimeStyle } from "@/lib/i18n/format";
import type { Translator } from "@/lib/i18n/translator";
import { type ProgressCode, type Who, whoMustAct } from "@/lib/progress/progress";
import type { ListColumn } from "@/lib/registrations/list/filter";
import type { Match, RegistrationRow } from "@/lib/registrations/registration-view";
import type { RegistrationStatus } from "@/lib/registrations/status";

/** A moment, ISO 8601 in UTC, and how the person reads it. */
export type ShownMoment = { at: string; text: string };

/** One row as it is shown: what its columns say, in words, and nothing else. */
export type RowFacts = {
  id: string;
  /** Null where no name was typed yet. */
  name: string | null;
  /** Names the check box. */
  select: string;
  representative?: string;
  status?: RegistrationStatus;
  /** Whether it is being sent at this moment; *Sending* then stands in place of *Waiting to send*. */
  sending?: boolean;
  archived?: boolean;
  /** What the status alone does not say: why it needs a person, or when it goes on. */
  note?: string | null;
  /** How the invited merchant stands at DOKU, whose turn it is and since when. */
  progress?: ProgressCode;
  /** DOKU's own value where nobody has said what it means. */
  progressRaw?: string | null;
  who?: Who;
  since?: ShownMoment | null;
  reference?: string;
  businessId?: string | null;
  brandId?: string | null;
  moreBrands?: string | null;
  owner?: string;
  credential?: string;
  referral?: string;
  cause?: string | null;
  /** DOKU's words. */
  problem?: string | null;
  created?: ShownMoment;
  updated?: ShownMoment;
  invited?: ShownMoment | null;
  followUp?: ShownMoment | null;
  /** Whether it is time to come back to it. */
  isDue?: boolean;
  followUpNote?: string | null;
  /** What a search found it by, where its names do not tell. */
  match?: Match;
};

/** What the facts are said with. */
export type RowWords = CauseTranslators & { list: Translator<"list">; style: TimeStyle; now: Date };

/** What a row needs for one column. */
const FACTS = {
  merchant: (row, _words, columns) => ({
    representative: columns.includes("representative") ? undefined : row.representativeName,
  }),
  representative: ({ representativeName }) => ({ representative: representativeName }),
  status: (row, words, columns) => ({
    status: row.status,
    sending: (row.sending && row.status === "QUEUED") || undefined,
    archived: row.archived || undefined,
    note: columns.includes("cause") ? undefined : noteOf(row, words),
  }),
  progress: (row, words) =>
    row.status === "INVITED"
      ? {
          progress: row.progress,
          progressRaw: row.progress === "UNKNOWN_VALUE" ? row.progressRaw : undefined,
          who: whoMustAct(row),
          since: shownDay(row.progressSince ?? row.invitedAt, words),
        }
      : {},
  who: (row) => ({ who: whoMustAct(row) }),
  reference: ({ partnerReference, businessId }) => ({ reference: partnerReference, businessId }),
  business: ({ businessId, partnerReference }, _words, columns) => ({
    businessId,
    reference: columns.includes("reference") ? undefined : partnerReference,
  }),
  brands: ({ brandId, brandCount }, { list }) => ({
    brandId,
    moreBrands: brandCount > 1 ? list("moreBrands", { count: brandCount - 1 }) : undefined,
  }),
  owner: ({ ownerName }) => ({ owner: ownerName }),
  credential: ({ credentialLabel }) => ({ credential: credentialLabel }),
  referral: ({ referralCode }) => ({ referral: referralCode }),
  cause: (row, words) => ({ cause: row.cause && wordsOf(row, words), problem: row.problem }),
  created: ({ createdAt }, words) => ({ created: shown(createdAt, words) }),
  updated: ({ updatedAt }, words) => ({ updated: shown(updatedAt, words) }),
  invited: ({ invitedAt }, words) => ({ invited: invitedAt === null ? null : shown(invitedAt, words) }),
  followup: ({ followUpAt, followUpNote }, words) => ({
    followUp: shownDay(followUpAt, words),
    isDue: (followUpAt !== null && new Date(followUpAt) <= words.now) || undefined,
    followUpNote,
  }),
  followup_note: ({ followUpNote }) => ({ followUpNote }),
} as const satisfies Record<
  ListColumn,
  (row: RegistrationRow, words: RowWords, columns: readonly ListColumn[]) => Partial<RowFacts>
>;

/** The rows in words, with what these columns show and nothing else. */
export function rowFacts(
  rows: readonly RegistrationRow[],
  words: RowWords,
  { columns }: { columns: readonly ListColumn[] },
): RowFacts[] {
  return rows.map((row) => {
    const name = row.businessName || null;
    const select = words.list("selectRow", { name: name ?? words.list("unnamed") });
    return Object.assign(
      { id: row.id, name, select, match: row.match ?? undefined },
      ...columns.map((column) => FACTS[column](row, words, columns)),
    );
  });
}

function shown(at: string, { now, style }: RowWords): ShownMoment {
  return { at, text: formatTime(new Date(at), now, style) };
}

/** What goes by days, such as since when it has been so. */
function shownDay(at: string | null, { now, style }: RowWords): ShownMoment | null {
  return at === null ? null : { at, text: formatDay(new Date(at), now, style) };
}

/** Why the row needs a person; "" where that is not known. */
function wordsOf(row: RegistrationRow, words: RowWords): string {
  const { problem, cause } = row;
  if (cause === null) return problem ? refusalText({ words: problem, names: row }, words) : "";
  return causeWords(cause, words, { problem, names: row });
}

function noteOf(row: RegistrationRow, words: RowWords): string | null {
  const { list, style, now } = words;
  switch (row.status) {
    case "QUEUED":
    case "UNCONFIRMED": {
      if (row.sending) return row.status === "QUEUED" ? null : list("checking");
      if (row.paused) return list("paused");
      if (row.nextRunAt === null) return wordsOf(row, words) || null;
      if (row.unserved) return list("unserved");
      const at = new Date(row.nextRunAt);
      if (at > now) return list("nextRun", { time: formatTime(at, now, style) });
      return list(row.status === "QUEUED" ? "itsTurn" : "itsTurnToCheck");
    }
    case "NEEDS_FIX":
      return wordsOf(row, words) || words.refusals("noWords");
    case "FAILED":
      return wordsOf(row, words) || null;
    case "DRAFT":
    case "INVITED":
      return null;
  }
}

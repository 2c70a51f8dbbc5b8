import { parsePhoneNumberFromString } from "libphonenumber-js";
import { maskContacts } from "@/lib/doku/masking";
import { TIME_ZONE_LABELS, type TimeZone } from "@/lib/i18n/format";
import { maskEmail, maskPhone } from "@/lib/i18n/mask";
import { type ProgressCode, type Who, whoMustAct } from "@/lib/progress/progress";
import type { RegistrationStatus } from "@/lib/registrations/status";
import type { Cell } from "@/lib/spreadsheet/cells/written-cell";
import type { ExportColumn } from "./columns";

/** A registration as a file shows it. */
export type ExportRow = {
  businessName: string;
  representativeName: string;
  status: RegistrationStatus;
  archived: boolean;
  partnerReference: string;
  /** DOKU's ids, separated by commas. */
  businessIds: string | null;
  brandIds: string | null;
  ownerName: string;
  credentialLabel: string;
  referralCode: string;
  cause: string | null;
  /** What DOKU said to it. */
  problem: string | null;
  createdAt: Date;
  updatedAt: Date;
  invitedAt: Date | null;
  progress: ProgressCode;
  /** DOKU's own value where nobody has said what it means. */
  progressRaw: string | null;
  /** Null where nothing changed since the invitation. */
  progressSince: Date | null;
  followUpAt: Date | null;
  followUpNote: string | null;
  representativeEmail: string;
  invitedUserEmail: string;
  /** Empty while a draft is incomplete. */
  phoneE164: string;
};

/** What a cause is said by, beside its code. */
export type Caused = Pick<ExportRow, "problem" | "businessName" | "representativeName">;

/** The words that a row needs, in the person's language. */
export type RowWords = {
  status: (status: RegistrationStatus) => string;
  archived: string;
  progress: (progress: ProgressCode) => string;
  who: (who: Who) => string;
  /** Why a row needs a person, by its code and what DOKU said to it. */
  cause: (cause: string, said: Caused) => string;
};

/** The cells of a row in the order of the columns. */
export function cellsOf(
  row: ExportRow,
  { columns, unmasked, words }: { columns: readonly ExportColumn[]; unmasked: boolean; words: RowWords },
): Cell[] {
  return columns.map((column) => cellOf(row, column, { unmasked, words }));
}

function cellOf(
  row: ExportRow,
  column: ExportColumn,
  { unmasked, words }: { unmasked: boolean; words: RowWords },
): Cell {
  const email = (text: string) => (unmasked || text === "" ? text : maskEmail(text));
  switch (column) {
    case "merchant":
      return row.businessName;
    case "representative":
      return row.representativeName;
    case "status":
      return row.archived ? `${words.status(row.status)} · ${words.archived}` : words.status(row.status);
    case "progress":
      if (row.status !== "INVITED") return null;
      return (row.progress === "UNKNOWN_VALUE" && row.progressRaw) || words.progress(row.progress);
    case "who":
      return words.who(whoMustAct(row));
    case "reference":
      return row.partnerReference;
    case "business":
      return row.businessIds;
    case "brands":
      return row.brandIds;
    case "owner":
      return row.ownerName;
    case "credential":
      return row.credentialLabel;
    case "referral":
      return row.referralCode;
    case "cause":
      return row.cause && words.cause(row.cause, unmasked ? row : withoutContacts(row));
    case "created":
      return row.createdAt;
    case "updated":
      return row.updatedAt;
    case "invited":
      return row.invitedAt;
    case "since":
      return row.status === "INVITED" ? (row.progressSince ?? row.invitedAt) : null;
    case "followup":
      return row.followUpAt;
    case "followup_note":
      return row.followUpNote;
    case "representative_email":
      return email(row.representativeEmail);
    case "invited_email":
      return email(row.invitedUserEmail);
    case "phone":
      return unmasked ? row.phoneE164 : maskedPhone(row.phoneE164);
  }
}

/** What DOKU said may quote an address. */
function withoutContacts({ problem, businessName, representativeName }: Caused): Caused {
  return { problem: problem && maskContacts(problem), businessName, representativeName };
}

const INDONESIA = "+62";

function maskedPhone(e164: string): string {
  if (e164 === "") return "";
  // Nearly all of them, without asking the library a million times.
  if (e164.startsWith(INDONESIA))
    return maskPhone({ callingCode: "62", number: e164.slice(INDONESIA.length) });
  const phone = parsePhoneNumberFromString(e164);
  return maskPhone({ callingCode: phone?.countryCallingCode ?? "", number: phone?.nationalNumber ?? e164 });
}

const TIME_COLUMNS = [
  "created",
  "updated",
  "invited",
  "since",
  "followup",
] as const satisfies readonly ExportColumn[];

/** Whether the column holds moments: its heading then names the zone. */
function isTimeColumn(column: ExportColumn): boolean {
  return TIME_COLUMNS.some((time) => time === column);
}

/** A column's heading: its words, and for moments the zone they are written in, such as `Created (WIB)`. */
export function headingOf(column: ExportColumn, words: string, timeZone: TimeZone): string {
  return isTimeColumn(column) ? `${words} (${TIME_ZONE_LABELS[timeZone]})` : words;
}

import { createHmac, timingSafeEqual } from "node:crypto";
import { OFFSET_HOURS, type TimeZone } from "@/lib/i18n/format";
import type { Locale } from "@/lib/i18n/locale";
import { createTranslatorFor } from "@/lib/i18n/translator";
import { EMPTY_FILTER, type ListFilter, writeListFilter } from "@/lib/registrations/list/filter";

/** What a digest counts, in its order: what happened yesterday, then what waits now. The words are `digest.lines.<code>`. */
export const DIGEST_LINES = [
  "new",
  "invited",
  "verified",
  "due",
  "action",
  "rejected",
  "unknown",
  "quiet",
  "needsFix",
  "unsure",
  "notSent",
] as const;
export type DigestLine = (typeof DIGEST_LINES)[number];

const FILTERS = {
  new: { created: "yesterday" },
  invited: { invited: "yesterday" },
  verified: { progress: "VERIFIED", since: "yesterday" },
  due: { turn: "due", sort: "followup_asc" },
  action: { turn: "action" },
  rejected: { turn: "rejected" },
  unknown: { turn: "unknown" },
  quiet: { turn: "quiet" },
  needsFix: { tab: "NEEDS_FIX" },
  unsure: { tab: "UNCONFIRMED" },
  notSent: { tab: "FAILED" },
} as const satisfies Record<DigestLine, Partial<ListFilter>>;

/** The list behind a line, of one's own or of the team's. Pure. */
export function digestFilter(line: DigestLine, { isMine }: { isMine: boolean }): ListFilter {
  return { ...EMPTY_FILTER, ...FILTERS[line], owner: isMine ? "me" : null };
}

/** The same as it stands in an e-mail, which is opened on another day too: the day before `day` by its date. Pure. */
function mailedFilter(line: DigestLine, { isMine, day }: { isMine: boolean; day: string }): ListFilter {
  const { created, invited, since, ...filter } = digestFilter(line, { isMine });
  const before = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
  const dated = (range: ListFilter["created"]) =>
    range === "yesterday" ? { from: before, to: before } : range;
  return { ...filter, created: dated(created), invited: dated(invited), since: dated(since) };
}

/** The figures of a digest. Null is more than are counted quickly. */
export type Digest = Readonly<Record<DigestLine, number | null>>;

/** Stands for more than are counted quickly, where words go by the number. */
export const UNCOUNTED = 1_000;

/** Whether there is anything to tell. Pure. */
export function isEmpty(digest: Digest): boolean {
  return DIGEST_LINES.every((line) => digest[line] === 0);
}

/** The hour of a person's morning at which the digest is sent, and the one from which it is no morning's any more. */
const DIGEST_HOUR = 8;
const LAST_HOUR = 12;

/** The day, such as `2026-11-30`, whose digest is due in a zone: from eight in the morning to noon; else null. Pure. */
export function digestDayAt(now: Date, timeZone: TimeZone): string | null {
  const local = new Date(now.getTime() + OFFSET_HOURS[timeZone] * 3_600_000);
  const hour = local.getUTCHours();
  return hour < DIGEST_HOUR || hour >= LAST_HOUR ? null : local.toISOString().slice(0, 10);
}

/** The e-mail of a digest: figures and addresses of lists, nobody's name and no contact. Pure. */
export function digestMail(
  digest: Digest,
  {
    locale,
    day,
    isMine,
    origin,
    offUrl,
  }: { locale: Locale; day: string; isMine: boolean; origin: string; offUrl: string },
): { subject: string; text: string } {
  const t = createTranslatorFor(locale, "digest");
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
  const lines = DIGEST_LINES.filter((line) => digest[line] !== 0).map((line) => {
    const query = writeListFilter(mailedFilter(line, { isMine, day })).toString();
    const count = digest[line];
    const figure = count === null ? t("many") : String(count);
    return `${figure} ${t(`lines.${line}`, { count: count ?? UNCOUNTED })}\n${origin}/registrations?${query}`;
  });
  const text = [
    t("mail.greeting", { date }),
    ...lines,
    t("mail.all", { url: `${origin}/digest` }),
    t("mail.off", { url: offUrl }),
  ];
  return { subject: t("mail.subject", { date }), text: `${text.join("\n\n")}\n` };
}

/** The text by which a person's digest is switched off without signing in: it opens nothing else. Pure. */
export function offToken(userId: string, secret: string): string {
  return `${userId}.${markOf(userId, secret)}`;
}

/** Whose digest a token switches off, or null. Pure. */
export function readOffToken(token: unknown, secret: string): string | null {
  const [, userId, mark] =
    /^([0-9a-f-]{36})\.([\w-]{43})$/.exec(typeof token === "string" ? token : "") ?? [];
  if (!userId || !mark) return null;
  return timingSafeEqual(Buffer.from(mark), Buffer.from(markOf(userId, secret))) ? userId : null;
}

function markOf(userId: string, secret: string): string {
  return createHmac("sha256", secret).update(`mitra digest off\n${userId}`).digest("base64url");
}

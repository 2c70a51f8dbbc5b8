import type { Pool } from "pg";
import type { Role, UserActor } from "@/lib/authority/actor";
import { env } from "@/lib/env";
import { DEFAULT_TIME_ZONE, isTimeZone, TIME_ZONES, type TimeZone } from "@/lib/i18n/format";
import { pickLocale } from "@/lib/i18n/locale";
import { logger } from "@/lib/logger";
import type { MailEnding } from "@/lib/mail/mail-ending";
import { mailFrom, sendMail } from "@/lib/mail/mailer";
import { digestDayAt, digestMail, isEmpty, offToken } from "./digest";
import { isOwnDigest, readDigest } from "./queries";

/** The task that sends the digests whose morning has come, each minute. */
export const SEND_DIGESTS = "send_digests";

type Person = {
  id: string;
  name: string;
  email: string;
  role: Role;
  locale: string | null;
  timeZone: string;
};

// Noted before it is sent: a process that dies in between leaves somebody without one morning's figures, not with two.
const TAKE_NEXT = `
  update "user" set digest_sent_for = taken.day
    from (select u.id, due.day from "user" u
            join unnest($1::text[], $2::date[]) due(zone, day) on due.zone = u.time_zone
           where u.disabled_at is null and u.password_hash is not null and not u.digest_off
             and (u.digest_sent_for is null or u.digest_sent_for < due.day)
           order by u.id limit 1 for update of u skip locked) taken
   where "user".id = taken.id
  returning "user".id, name, email, role, locale, time_zone as "timeZone"`;

// What surely reached nobody may still come in this morning.
const GIVE_BACK = `update "user" set digest_sent_for = digest_sent_for - 1 where id = $1 and digest_sent_for = $2::date`;

/**
 * Sends each person the digest of their morning, once a day, where a mail server is set and they want it. One who has
 * nothing to be told gets none. While the mail server cannot be reached, all wait for it until the morning is over.
 */
export async function sendDigests(
  pool: Pool,
  {
    now = new Date(),
    isStopping = () => false,
    send = sendMail,
  }: { now?: Date; isStopping?: () => boolean; send?: typeof sendMail } = {},
): Promise<void> {
  if (mailFrom() === null) return;
  const due = TIME_ZONES.flatMap((zone) => {
    const day = digestDayAt(now, zone);
    return day === null ? [] : [{ zone, day }];
  });
  while (!isStopping()) {
    const { rows } = await pool.query<Person>(TAKE_NEXT, [
      due.map(({ zone }) => zone),
      due.map(({ day }) => day),
    ]);
    const [person] = rows;
    if (!person) return;
    const ending = await sendDigest(person, { now, send }).catch((error: unknown) => {
      logger.warn({ err: error }, "a digest was not sent");
      return null;
    });
    if (ending?.kind !== "failed" || ending.reason !== "unreachable") continue;
    await pool.query(GIVE_BACK, [person.id, digestDayAt(now, zoneOf(person))]);
    return;
  }
}

async function sendDigest(
  { locale, timeZone, ...person }: Person,
  { now, send }: { now: Date; send: typeof sendMail },
): Promise<MailEnding | null> {
  const actor: UserActor = {
    kind: "user",
    // Nobody is signed in.
    sessionId: "",
    ...person,
    locale: pickLocale({ userSetting: locale }),
    timeZone: zoneOf({ timeZone }),
  };
  const day = digestDayAt(now, actor.timeZone);
  const digest = await readDigest(actor, { now });
  if (day === null || isEmpty(digest)) return null;
  const { nextAuthUrl: origin, nextAuthSecret } = env();
  const { subject, text } = digestMail(digest, {
    locale: pickLocale({ userSetting: actor.locale }),
    day,
    isMine: isOwnDigest(actor),
    origin,
    offUrl: `${origin}/digest/off?token=${offToken(actor.id, nextAuthSecret)}`,
  });
  return send({ to: actor.email, replyTo: null, subject, text });
}

function zoneOf({ timeZone }: Pick<Person, "timeZone">): TimeZone {
  return isTimeZone(timeZone) ? timeZone : DEFAULT_TIME_ZONE;
}

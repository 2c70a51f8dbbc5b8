import type { Role, UserActor } from "@/lib/authority/actor";
import { database } from "@/lib/db";
import { isDatabaseUnavailable } from "@/lib/errors";
import type { Prisma } from "@/lib/generated/prisma/client";
import { DEFAULT_TIME_ZONE, isTimeZone } from "@/lib/i18n/format";
import { isLocale } from "@/lib/i18n/locale";
import { SESSION_ABSOLUTE_SECONDS, SESSION_IDLE_SECONDS } from "./session-times";

/** "Last seen" is written at most this often: a page costs one read, not a write. */
const LAST_SEEN_STEP_SECONDS = 60;
/** So long a session that is over can still be seen. */
export const KEEP_ENDED_DAYS = 30;
const USER_AGENT_LIMIT = 300;
const LISTED_SESSIONS = 50;

/** The conditions of a living session, on the database's clock. */
const IS_ALIVE = `s.ended_at is null and s.expires_at > now()
  and s.last_seen_at > now() - make_interval(secs => ${SESSION_IDLE_SECONDS})`;

type SessionRow = {
  user_id: string;
  role: Role;
  name: string;
  email: string;
  locale: string | null;
  time_zone: string;
  is_stale: boolean;
};

/**
 * The person behind a session id, or null when the session is over or the person is disabled.
 * Reads session and person in one query, so whatever ended them holds at the next request.
 */
export async function findSessionActor(sessionId: string): Promise<UserActor | null> {
  const { pool } = database();
  const found = await pool.query<SessionRow>({
    name: "find-session-actor",
    text: `select s.user_id, u.role, u.name, u.email, u.locale, u.time_zone,
             s.last_seen_at < now() - make_interval(secs => ${LAST_SEEN_STEP_SECONDS}) as is_stale
           from session s join "user" u on u.id = s.user_id
           where s.id = $1 and u.disabled_at is null and ${IS_ALIVE}`,
    values: [sessionId],
  });
  const row = found.rows[0];
  if (!row) return null;
  if (row.is_stale) await noteSeen(sessionId);
  return {
    kind: "user",
    id: row.user_id,
    sessionId,
    role: row.role,
    name: row.name,
    email: row.email,
    locale: isLocale(row.locale) ? row.locale : null,
    timeZone: isTimeZone(row.time_zone) ? row.time_zone : DEFAULT_TIME_ZONE,
  };
}

/** A database that takes nothing in, being full or read-only, must not shut out whoever only looks. */
async function noteSeen(sessionId: string): Promise<void> {
  await database()
    .pool.query("update session set last_seen_at = now() where id = $1", [sessionId])
    .catch((error: unknown) => {
      if (!isDatabaseUnavailable(error)) throw error;
    });
}

/** Which of the sessions are alive, and their people not disabled. Does not count as using them. */
export async function findLivingSessions(sessionIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await database().pool.query<{ id: string }>(
    `select s.id from session s join "user" u on u.id = s.user_id
     where s.id = any($1::uuid[]) and u.disabled_at is null and ${IS_ALIVE}`,
    [sessionIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Opens a session and returns its id, or null if the person is disabled or the password changed
 * since it was checked: the row is locked, so a change at the same moment comes before or after, never between.
 */
export async function startSession(
  tx: Prisma.TransactionClient,
  person: { userId: string; passwordHash: string; userAgent: string | null },
): Promise<string | null> {
  const { userId, passwordHash, userAgent } = person;
  const [opened] = await tx.$queryRaw<{ id: string }[]>`
    insert into session (id, user_id, expires_at, user_agent)
    select gen_random_uuid(), u.id, now() + make_interval(secs => ${SESSION_ABSOLUTE_SECONDS}),
           ${userAgent?.slice(0, USER_AGENT_LIMIT) ?? null}
    from "user" u
    where u.id = ${userId}::uuid and u.password_hash = ${passwordHash} and u.disabled_at is null
    for share of u
    returning id::text`;
  if (!opened) return null;
  // After the person's row, as whoever ends sessions locks them.
  await tx.$executeRaw`
    delete from session
    where user_id = ${userId}::uuid and least(ended_at, expires_at) < now() - make_interval(days => ${KEEP_ENDED_DAYS})`;
  return opened.id;
}

/** Ends one session, of `ownerId` where given, and returns whose it was; null when it was over already. */
export async function endSession(
  tx: Prisma.TransactionClient,
  sessionId: string,
  ownerId: string | null = null,
): Promise<string | null> {
  const [ended] = await tx.$queryRaw<{ user_id: string }[]>`
    update session set ended_at = now()
    where id = ${sessionId}::uuid and ended_at is null and (${ownerId}::uuid is null or user_id = ${ownerId}::uuid)
    returning user_id::text`;
  return ended?.user_id ?? null;
}

/** Ends a person's sessions, all or all but one, and says how many. */
export async function endSessionsOf(
  tx: Prisma.TransactionClient,
  userId: string,
  keepSessionId: string | null = null,
): Promise<number> {
  return tx.$executeRaw`
    update session set ended_at = now()
    where user_id = ${userId}::uuid and ended_at is null and id is distinct from ${keepSessionId}::uuid`;
}

export type OwnSession = {
  id: string;
  startedAt: Date;
  lastSeenAt: Date;
  userAgent: string | null;
  isCurrent: boolean;
};

/** The actor's own living sessions, the current one first, then the last used, at most fifty. */
export async function listOwnSessions(actor: UserActor): Promise<OwnSession[]> {
  const { pool } = database();
  const found = await pool.query<OwnSession>(
    `select s.id, s.created_at as "startedAt", s.last_seen_at as "lastSeenAt", s.user_agent as "userAgent",
            s.id = $2 as "isCurrent"
     from session s where s.user_id = $1 and ${IS_ALIVE}
     order by s.id = $2 desc, s.last_seen_at desc limit ${LISTED_SESSIONS}`,
    [actor.id, actor.sessionId],
  );
  return found.rows;
}

import type { UserActor } from "@/lib/authority/actor";
import { can, requireCan } from "@/lib/authority/permissions";
import { env } from "@/lib/env";
import { countSoon } from "@/lib/registrations/list/counts";
import { resolveRange } from "@/lib/registrations/list/date-range";
import { readWithin } from "@/lib/registrations/list/timed-read";
import { DIGEST_LINES, type Digest, type DigestLine, digestFilter } from "./digest";

const VERIFIED_TIMEOUT_MS = 500;

/** Whose figures a person's digest has: their own, or the team's where they have none to look after alone. */
export function isOwnDigest(actor: UserActor): boolean {
  return can(actor, "registrations.write") && !can(actor, "people.manage");
}

/** What happened yesterday, in the person's zone, and what waits now. */
export async function readDigest(actor: UserActor, { now = new Date() } = {}): Promise<Digest> {
  requireCan(actor, "registrations.read");
  const isMine = isOwnDigest(actor);
  const counts: [DigestLine, number | null][] = [];
  // One after the other: it has the whole morning, and others the connections.
  for (const line of DIGEST_LINES) {
    const filter = digestFilter(line, { isMine });
    counts.push([
      line,
      line === "verified"
        ? await countVerified(actor, { isMine, now })
        : await countSoon(actor, filter, { now }),
    ]);
  }
  return Object.fromEntries(counts) as Digest;
}

/** Those who became verified yesterday, along what has changed since: no row of them changed before it was. */
async function countVerified(
  actor: UserActor,
  { isMine, now }: { isMine: boolean; now: Date },
): Promise<number | null> {
  const { from, until } = resolveRange("yesterday", now, actor.timeZone);
  const rows = await readWithin<{ count: number }>(VERIFIED_TIMEOUT_MS, {
    text: `select count(*)::int as count from registration r
            where r.environment = $1::environment and r.status = 'INVITED' and r.archived_at is null
              and r.updated_at >= $2::timestamptz - interval '1 day' and r.progress = 'VERIFIED'
              and r.progress_since >= $2 and r.progress_since < $3 ${isMine ? "and r.owner_id = $4" : ""}`,
    values: [env().doku.environment, from, until, ...(isMine ? [actor.id] : [])],
  });
  return rows?.[0]?.count ?? null;
}

import type { UserActor } from "@/lib/authority/actor";
import { can, requireCan } from "@/lib/authority/permissions";
import { countSoon } from "@/lib/registrations/list/counts";
import { DIGEST_LINES, type Digest, type DigestLine, digestFilter } from "./digest";

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
    counts.push([line, await countSoon(actor, filter, { now })]);
  }
  return Object.fromEntries(counts) as Digest;
}

import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createDokuClient } from "@/lib/doku/client";
import { logger } from "@/lib/logger";
import { type Looker, lookAtDue } from "@/lib/progress/looks/look";
import { type Submitter, submitRegistration } from "@/lib/registrations/delivery/submit";
import { CLIENT_ID, type Deployment, onDeployment, reportExit, SECRET } from "./deployment";
import { reportLatencyGoal, timeInRounds } from "./latencies";
import { queueRows } from "./queued-rows";

// What a registration that is sent at any moment waits longer for because DOKU is asked about invited merchants: under
// the same limit, with all of them due, against the same without. Both are in one process, which is the worse case.

logger.level = "silent";

const GOAL = 1.2;
const ROWS_PER_INSERT = 10_000;
const KEY_VERSION = "0badc0de";
const SPACING_SLACK_MS = 1_015;

// Invited yesterday, each with a business that the stand-in does not know: it answers that there is no news.
const INVITE = `
  with settled as (
    update registration set status = 'INVITED', invited_at = now() - interval '1 day', next_run_at = null
     where id = any($1::uuid[]) returning id, partner_ref_id
  ), kept as (
    insert into business (id, environment, business_id, partner_ref_id, registration_id, source)
    select gen_random_uuid(), 'simulator', 'BSN-' || id, partner_ref_id, id, 'doku' from settled
    returning id, registration_id
  )
  insert into brand (id, environment, brand_id, business_row_id)
  select gen_random_uuid(), 'simulator', 'BRN-' || registration_id, id from kept`;

const READY = `
  update credential set rate_limit = $2, usable_at = clock_timestamp(), key_version = $3, look_refused_at = null where id = $1`;

type Run = { limit: number; invited: number; times: number };

async function measure(deployment: Deployment, { limit, invited, times }: Run): Promise<boolean> {
  const { pool, standIn, credentialId, userId } = deployment;
  for (let made = 0; made < invited; made += ROWS_PER_INSERT) {
    const ids = await queueRows(pool, { credentialId, userId }, Math.min(ROWS_PER_INSERT, invited - made));
    await pool.query(INVITE, [ids]);
  }
  await pool.query("vacuum analyze");
  // Or what the filling wrote comes to the disk in the middle of it, and whoever commits then waits a second and more.
  await pool.query("checkpoint");

  const credential = { baseUrl: standIn.url, clientId: CLIENT_ID, secretKey: SECRET };
  const client = createDokuClient({ credential });
  const common = { pool, holderId: () => "bench", keyVersionFor: () => KEY_VERSION, random: Math.random };
  const submitter: Submitter = { ...common, send: (claim) => client.createBusinessLite(claim) };
  let asked = 0;
  const looker: Looker = {
    ...common,
    ask(call) {
      asked += 1;
      return client.getBusinessData(call);
    },
    askDocuments: (call) => client.checkRequirements(call),
  };

  /** A registration sent at a moment that no look knows of. */
  async function send(): Promise<number> {
    await pool.query(READY, [credentialId, limit, KEY_VERSION]);
    // What went before has left its place by then.
    await wait(((1 + 2 * Math.random()) * SPACING_SLACK_MS) / limit + 10);
    const [id] = await queueRows(pool, { credentialId, userId }, 1);
    if (!id) throw new Error("no row was queued");
    const startedMs = performance.now();
    const result = await submitRegistration(submitter, id, null);
    const tookMs = performance.now() - startedMs;
    if (result.kind !== "sent" || result.outcome !== "accepted") throw new Error(JSON.stringify(result));
    return tookMs;
  }

  async function sendBesideLooks(): Promise<number> {
    let isOver = false;
    const before = asked;
    const looking = lookAtDue(looker, credentialId, () => isOver);
    while (asked === before) await wait(5);
    const tookMs = await send();
    isOver = true;
    const { endedBy } = await looking;
    if (endedBy !== "stopping") throw new Error(`polling ended: ${endedBy}`);
    return tookMs;
  }

  const rounds = await timeInRounds({ baseline: send, subject: sendBesideLooks }, { timesPerRound: times });
  console.log(`${asked} looks beside ${rounds.reduce((sum, { subject }) => sum + subject.length, 0)} sends`);
  return reportLatencyGoal({
    ...{ name: `a send beside polling of ${invited} invited, ${limit} calls a second`, rounds, share: 0.99 },
    goal: GOAL,
  });
}

const { values } = parseArgs({
  options: {
    limit: { type: "string", default: "5" },
    invited: { type: "string", default: "100000" },
    times: { type: "string", default: "30" },
  },
});
const run = {
  limit: Number(values.limit),
  invited: Number(values.invited),
  times: Number(values.times),
};
void onDeployment(async (deployment) => reportExit(await measure(deployment, run)));

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { applyMigrations } from "@/lib/migrate";
import { SUBMIT } from "@/lib/registrations/queue";
import { startStandIn } from "@/lib/stand-in/server";
import { startThrowAwayPostgres } from "@/scripts/postgres/postgres.mjs";
import { typescript } from "@/scripts/start/programs.mjs";
import { neutralEnvironment } from "@/scripts/test/product.mjs";

// P10: how long a registration whose sender was killed waits for the next one. A worker dies in the middle
// of a call while another stands by; the clock of both is this machine's, so the figure is absolute.

const CLIENT_ID = "BRN-BENCH-0001";
const SECRET = "bench-secret-not-a-real-doku-key-0001";
/** Each call takes so long at the stand-in that a kill finds it under way. */
const CALL_MS = 400;
const ROWS_HELD = 4;
const GOAL_MS = { p50: 1_000, p99: 3_000 };

const ENQUEUE = `
  with rows as (
    insert into registration (id, environment, credential_id, status, partner_ref_id, partner_ref_key, business_name,
        representative_name, representative_email, phone_input, phone_country, invited_user_email, referral_code,
        name_key, representative_email_key, invited_user_email_key, phone_e164, owner_id, created_by_id, form_key,
        request_id, body_text, queued_at, give_up_at, next_run_at, updated_at)
    select gen_random_uuid(), 'simulator', c.id, 'QUEUED', r.reference, r.reference, 'Kopi ' || r.reference, 'Budi',
           r.reference || '@kopi.example', '081510229216', 'ID', r.reference || '@kopi.example', '',
           'KOPI ' || upper(r.reference), r.reference || '@kopi.example', r.reference || '@kopi.example', '+6281510229216',
           u.id, u.id, gen_random_uuid(), gen_random_uuid()::text, r.body, now(), now() + interval '1 day', now(), now()
      from unnest($1::text[], $2::text[]) as r(reference, body), credential c, "user" u
    returning id
  )
  select ${SUBMIT.addSql({ registrationId: "id" }, "now()")} from rows`;

const HELD_BY = `
  select a.application_name as name, count(*)::int as held
    from attempt t join holder h on h.id::text = t.holder
    join pg_locks l on l.locktype = 'advisory' and l.objsubid = 2 and l.objid = h.lock_key::oid
    join pg_stat_activity a on a.pid = l.pid
   where t.outcome is null group by 1 order by 2 desc limit 1`;

const RESUMED = `
  select extract(epoch from dead.ended_at) * 1000 as "takenOverAtMs", extract(epoch from next.started_at) * 1000 as "sentAgainAtMs"
    from attempt dead left join attempt next on next.registration_id = dead.registration_id and next.number = dead.number + 1
   where dead.reason = 'process_stopped' and dead.ended_at > to_timestamp($1::float / 1000)`;

type Worker = { name: string; child: ChildProcess };

let bodies = 0;

function makeBody(): { reference: string; body: string } {
  bodies += 1;
  const reference = `RESUME-${bodies}`;
  const contact = {
    name: "Budi",
    email: `${reference}@kopi.example`,
    phone_calling_code: "62",
    phone_number: "81510229216",
  };
  const business = { partner_ref_id: reference, name: `Kopi ${reference}`, contact };
  return { reference, body: JSON.stringify({ business, invited_user: { email: contact.email } }) };
}

async function startWorker(number: number, databaseUrl: string, env: NodeJS.ProcessEnv): Promise<Worker> {
  const name = `resume-${number}`;
  const url = new URL(databaseUrl);
  url.searchParams.set("application_name", name);
  const child = spawn(process.execPath, typescript("lib/worker/main.ts"), {
    env: { ...env, DATABASE_URL: url.href },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('"worker ready"')) break;
  }
  child.stdout.resume();
  return { name, child };
}

async function until<Found>(look: () => Promise<Found | null>): Promise<Found> {
  for (const giveUpAt = performance.now() + 60_000; performance.now() < giveUpAt; await wait(10)) {
    const found = await look();
    if (found !== null) return found;
  }
  throw new Error("nothing happened within a minute");
}

/** One death in the middle of calls: milliseconds until each held row was taken over, and until it was sent again. */
async function killOne(pool: pg.Pool, workers: Worker[]) {
  const made = Array.from({ length: ROWS_HELD }, makeBody);
  await pool.query(ENQUEUE, [made.map(({ reference }) => reference), made.map(({ body }) => body)]);
  const { name, held } = await until(async () => {
    const row = (await pool.query<{ name: string; held: number }>(HELD_BY)).rows[0];
    return row ?? null;
  });
  const victim = workers.find((worker) => worker.name === name);
  if (!victim) throw new Error(`nobody is called ${name}`);
  victim.child.kill("SIGKILL");
  const killedAtMs = Date.now();
  await once(victim.child, "exit");
  const rows = await until(async () => {
    const found = await pool.query<{ takenOverAtMs: string; sentAgainAtMs: string | null }>(RESUMED, [
      killedAtMs,
    ]);
    return found.rows.length >= held && found.rows.every((row) => row.sentAgainAtMs !== null)
      ? found.rows
      : null;
  });
  await until(async () => {
    const { rows: open } = await pool.query("select 1 from registration where status <> 'INVITED' limit 1");
    return open.length === 0 ? true : null;
  });
  return {
    victim,
    takenOverMs: rows.map((row) => Number(row.takenOverAtMs) - killedAtMs),
    sentAgainMs: rows.map((row) => Number(row.sentAgainAtMs) - killedAtMs),
  };
}

function spell(timesMs: number[]): { p50: number; p99: number; text: string } {
  const sorted = timesMs.toSorted((one, other) => one - other);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
  const [p50, p99] = [at(0.5), at(0.99)];
  return { p50, p99, text: `p50 ${p50} ms, p99 ${p99} ms, n = ${sorted.length}` };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { deaths: { type: "string", default: "30" } } });
  const postgres = await startThrowAwayPostgres();
  const latency = { kind: "fixed", delayMs: CALL_MS } as const;
  const standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET }, switches: { latency } });
  const pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
  const workers: Worker[] = [];
  try {
    await applyMigrations(postgres.url, { log: () => undefined });
    await pool.query(`insert into "user" (id, name, email, email_key, role, updated_at)
                      values (gen_random_uuid(), 'Bench', 'bench@mitra.example', 'bench@mitra.example', 'manager', now())`);
    const env = {
      ...neutralEnvironment(),
      NODE_ENV: "production",
      NEXTAUTH_URL: "http://127.0.0.1:3000",
      NEXTAUTH_SECRET: "a-secret-for-benches-of-at-least-32-characters",
      DOKU_ENVIRONMENT: "simulator",
      DOKU_BASE_URL: standIn.url,
      DOKU_CLIENT_ID: CLIENT_ID,
      DOKU_SECRET_KEY: SECRET,
      DOKU_REPLAY: "proven",
    } satisfies NodeJS.ProcessEnv;
    for (const number of [1, 2]) workers.push(await startWorker(number, postgres.url, env));
    const takenOverMs: number[] = [];
    const sentAgainMs: number[] = [];
    for (let death = 1; death <= Number(values.deaths); death += 1) {
      const told = await killOne(pool, workers);
      takenOverMs.push(...told.takenOverMs);
      sentAgainMs.push(...told.sentAgainMs);
      workers.splice(workers.indexOf(told.victim), 1);
      // Started after the recovery: a process that starts takes a core from the one that is measured.
      workers.push(await startWorker(death + 2, postgres.url, env));
    }
    const taken = spell(takenOverMs);
    console.log(`taken over: ${taken.text}\nsent again: ${spell(sentAgainMs).text}`);
    const holds = taken.p50 <= GOAL_MS.p50 && taken.p99 <= GOAL_MS.p99;
    console.log(
      `P10 resume after kill -9: ${taken.text}, goal ${GOAL_MS.p50} / ${GOAL_MS.p99} ms: ${holds ? "holds" : "does not hold"}`,
    );
    process.exitCode = holds ? 0 : 1;
  } finally {
    for (const { child } of workers) child.kill("SIGKILL");
    await pool.end();
    await standIn.close();
    await postgres.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

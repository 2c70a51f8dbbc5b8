import type { Pool } from "pg";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { IS_SEEN_SQL, OLDEST_DUE_SQL } from "@/lib/holders/movement";

/** Past this many rows a status is reported as this figure: counting millions is no scrape's business. */
const QUEUE_DEPTH_CAP = 10_000;

/** Of everything a send may take: quick answers, slow ones, and the limit of 25 s. */
const LATENCY_BUCKETS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 25];

/** Statuses in which something is still to be done; the others only ever grow. */
const OPEN_STATUSES = ["QUEUED", "UNCONFIRMED", "NEEDS_FIX", "FAILED"] as const;

const COUNT_OPEN = `
  select s.status::text as status, e.environment::text as environment, counted.rows::int as rows
    from unnest($1::registration_status[]) as s(status)
   cross join (select distinct environment from credential) e
   cross join lateral (
     select count(*) as rows from (
       select 1 from registration r
        where r.environment = e.environment and r.status = s.status and r.archived_at is null limit $2) capped
   ) counted`;

const READ_CREDENTIALS = `
  select id::text, environment::text as environment, paused_at is not null as paused,
         coalesce(breaker_until > clock_timestamp(), false) as broken
    from credential`;

const READ_HOLDERS = `select h.kind, count(*)::int as alive from holder h where ${IS_SEEN_SQL} group by h.kind`;

const READ_OLDEST_DUE = `select (${OLDEST_DUE_SQL}) as seconds`;

export type AttemptFigures = { outcome: string; environment: string; latencyMs: number };

export type Metrics = {
  countAttempt(figures: AttemptFigures): void;
  /** One more question to DOKU about a merchant, by how it ended (`lib/progress/looks`). */
  countLook(figures: { ending: string; environment: string }): void;
  /** One more e-mail, by how it ended (`lib/mail`). */
  countMail(ended: string): void;
  /** One more refusal of this kind (`lib/http/security-log.ts`). */
  countSecurity(event: string): void;
  /** The text of a scrape. What the database says is left out while it does not answer. */
  scrape(pool: Pool): Promise<{ contentType: string; text: string }>;
};

declare global {
  // Next may bundle this module more than once into one process; a process has one set of figures.
  var mitraMetrics: Metrics | undefined;
}

/** The figures of this process, and at a scrape those of the database. No label names a person or holds a secret. */
export function metrics(): Metrics {
  globalThis.mitraMetrics ??= createMetrics();
  return globalThis.mitraMetrics;
}

function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const attempts = new Counter({
    name: "mitra_attempts_total",
    help: "Calls to DOKU that ended in this process, by outcome",
    labelNames: ["environment", "outcome"],
    registers,
  });
  const latency = new Histogram({
    name: "mitra_attempt_duration_seconds",
    help: "How long calls to DOKU took",
    labelNames: ["environment", "outcome"],
    buckets: LATENCY_BUCKETS_SECONDS,
    registers,
  });
  const looks = new Counter({
    name: "mitra_looks_total",
    help: "Questions to DOKU about merchants that ended in this process, by how",
    labelNames: ["environment", "ending"],
    registers,
  });
  const mails = new Counter({
    name: "mitra_mails_total",
    help: "E-mails that this process gave to the mail server, by how that ended",
    labelNames: ["ended"],
    registers,
  });
  const refusals = new Counter({
    name: "mitra_security_events_total",
    help: "What this process refused to somebody who may have meant harm, by kind; each is a line of the log",
    labelNames: ["event"],
    registers,
  });
  const ofDatabase = createDatabaseGauges(registers);
  return {
    countSecurity: (event) => refusals.inc({ event }),
    countLook: ({ environment, ending }) => looks.inc({ environment, ending }),
    countMail: (ended) => mails.inc({ ended }),
    countAttempt({ outcome, environment, latencyMs }) {
      attempts.inc({ environment, outcome });
      latency.observe({ environment, outcome }, latencyMs / 1_000);
    },
    async scrape(pool) {
      await ofDatabase.read(pool);
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

function createDatabaseGauges(registers: Registry[]) {
  const up = new Gauge({
    name: "mitra_database_up",
    help: "1 if the database answered this scrape",
    registers,
  });
  const depth = new Gauge({
    name: "mitra_registrations",
    help: `Registrations that are not settled, by status; ${QUEUE_DEPTH_CAP} stands for that many or more`,
    labelNames: ["environment", "status"],
    registers,
  });
  const paused = new Gauge({
    name: "mitra_credential_paused",
    help: "1 while nothing is sent with the credential because DOKU refused it",
    labelNames: ["environment", "credential"],
    registers,
  });
  const broken = new Gauge({
    name: "mitra_credential_unreachable",
    help: "1 while the breaker is open because DOKU could not be reached",
    labelNames: ["environment", "credential"],
    registers,
  });
  const holders = new Gauge({
    name: "mitra_holders",
    help: "Processes that may send, by kind",
    labelNames: ["kind"],
    registers,
  });
  const oldestDue = new Gauge({
    name: "mitra_oldest_due_seconds",
    help: "How long the registration has been due that has been so longest and that somebody could send; 0 where none is",
    registers,
  });

  async function readAll(pool: Pool): Promise<void> {
    const open = await pool.query<{ status: string; environment: string; rows: number }>(COUNT_OPEN, [
      OPEN_STATUSES,
      QUEUE_DEPTH_CAP,
    ]);
    for (const { status, environment, rows } of open.rows) depth.set({ environment, status }, rows);
    const credentials = await pool.query<{
      id: string;
      environment: string;
      paused: boolean;
      broken: boolean;
    }>(READ_CREDENTIALS);
    for (const { id, environment, ...now } of credentials.rows) {
      paused.set({ environment, credential: id }, Number(now.paused));
      broken.set({ environment, credential: id }, Number(now.broken));
    }
    const alive = await pool.query<{ kind: string; alive: number }>(READ_HOLDERS);
    for (const { kind, alive: count } of alive.rows) holders.set({ kind }, count);
    const oldest = await pool.query<{ seconds: number | null }>(READ_OLDEST_DUE);
    oldestDue.set(oldest.rows[0]?.seconds ?? 0);
  }

  return {
    async read(pool: Pool): Promise<void> {
      for (const gauge of [depth, paused, broken, holders, oldestDue]) gauge.reset();
      const answers = await readAll(pool).then(
        () => true,
        () => false,
      );
      up.set(Number(answers));
    },
  };
}

// The bugs that some test must catch. Each is a few words of the product replaced, and the narrow test that goes red.

/**
 * @typedef {{ file: string, search: string, replacement: string }} Patch
 * @typedef {{ name: string, patches: readonly Patch[], test: string }} PlantedBug
 */

/** @type {readonly PlantedBug[]} */
export const PLANTED_BUGS = [
  {
    name: "a retry has a new Request-Id",
    test: "lib/registrations/submit.db.test.ts",
    patches: [
      {
        file: "lib/registrations/claim.ts",
        search: "requestId: row.request_id,",
        replacement: "requestId: taken.attempt_count > 1 ? crypto.randomUUID() : row.request_id,",
      },
    ],
  },
  {
    name: "409 is taken for a failure",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/outcome.ts",
        search: "if (httpStatus === 409) return decideConflict(content, expected);",
        replacement: "",
      },
    ],
  },
  {
    name: "a time-out is taken for not sent",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/reason.ts",
        search: 'header_timeout: "unknown"',
        replacement: 'header_timeout: "not_sent"',
      },
    ],
  },
  {
    name: "the call leaves before the commit",
    test: "lib/registrations/submit.db.test.ts",
    patches: [
      {
        file: "lib/db.ts",
        search: '    await tx.query("commit");\n    tx.release();\n',
        replacement: '    setTimeout(() => tx.query("commit").finally(() => tx.release()), 250);\n',
      },
    ],
  },
  {
    name: "no unique index holds the form's key",
    test: "lib/registrations/register.db.test.ts",
    patches: [
      {
        file: "prisma/migrations/20261122000000_start/migration.sql",
        search: 'CREATE UNIQUE INDEX "registration_form_key_key"',
        replacement: 'CREATE INDEX "registration_form_key_key"',
      },
    ],
  },
  {
    name: "state is written without a fence",
    test: "lib/registrations/submit.db.test.ts",
    patches: [
      {
        file: "lib/registrations/record-ending.ts",
        search: "const stillOurs = epoch === claim.epoch || ending.business !== null;",
        replacement: "const stillOurs = true;",
      },
    ],
  },
  {
    name: "the body is serialised again for a retry",
    test: "lib/registrations/submit.db.test.ts",
    patches: [
      {
        file: "lib/registrations/claim.ts",
        search: "bodyText: row.body_text,\n",
        replacement:
          "bodyText: taken.attempt_count > 1 ? JSON.stringify(JSON.parse(row.body_text), null, 1) : row.body_text,\n",
      },
    ],
  },
  {
    name: "a redirect is followed",
    test: "lib/doku/client.test.ts",
    patches: [
      {
        file: "lib/doku/exchange.ts",
        search: "dispatcher.request({",
        replacement: "dispatcher.compose(interceptors.redirect({ maxRedirections: 3 })).request({",
      },
      {
        file: "lib/doku/exchange.ts",
        search: 'import { type Dispatcher, errors } from "undici";',
        replacement: 'import { type Dispatcher, errors, interceptors } from "undici";',
      },
    ],
  },
  {
    name: "429 is swallowed",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/outcome.ts",
        search: 'if (httpStatus === 429) return "rate_limited";',
        replacement: "",
      },
    ],
  },
  {
    name: "an answer for another partner_ref_id is accepted",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/outcome.ts",
        search: 'return echoed === null || echoed === partnerRefId ? "accepted" : "other_reference";',
        replacement: 'return echoed === null || partnerRefId !== "" ? "accepted" : "other_reference";',
      },
    ],
  },
  {
    name: "a refusal after an unknown outcome is taken for refused",
    test: "lib/registrations/next-step.test.ts",
    patches: [
      {
        file: "lib/registrations/next-step.ts",
        search:
          '      // "Reference already used" is a sign that the first one arrived; no machine can tell.\n      return park;',
        replacement: '      return settled("NEEDS_FIX");',
      },
    ],
  },
  {
    name: "the fallback job goes while another has the claim",
    test: "lib/worker/tasks.db.test.ts",
    patches: [
      {
        file: "lib/worker/tasks.ts",
        search: 'case "busy":\n      return result.until;',
        replacement: 'case "busy":\n      return null;',
      },
    ],
  },
  {
    name: "an installation that was killed is believed",
    test: "scripts/packages.test.ts",
    patches: [
      {
        file: "scripts/packages.mjs",
        search: "  if (existsSync(join(root, MARK))) return false;\n",
        replacement: "",
      },
    ],
  },
  {
    name: "an npm that ended well and installed nothing is believed",
    test: "scripts/packages.test.ts",
    patches: [
      {
        file: "scripts/packages.mjs",
        search: "  if (arePackagesCurrent(root, { withTools })) return;\n",
        replacement: "  return;\n",
      },
    ],
  },
  {
    name: "another npm follows the one that a stop has ended",
    test: "scripts/packages.test.ts",
    patches: [
      {
        file: "scripts/children.mjs",
        search: '      if (names === "all") isClosed = true;\n',
        replacement: "",
      },
    ],
  },
  {
    name: "a production command goes on without the address of a database",
    test: "scripts/commands.test.ts",
    patches: [
      {
        file: "scripts/production.mjs",
        search: "  if (env.DATABASE_URL?.trim()) return;\n",
        replacement: "  if (env) return;\n",
      },
    ],
  },
  {
    name: "the lock lacks the packages of Macs",
    test: "scripts/package-lock.test.ts",
    patches: [
      {
        file: "package-lock.json",
        search: '    "node_modules/@next/swc-darwin-arm64": {',
        replacement: '    "node_modules/@next/swc-elsewhere": {',
      },
    ],
  },
  {
    name: "whatever address a client claims is counted by",
    test: "lib/server/client-address.test.ts",
    patches: [
      {
        file: "lib/server/client-address.ts",
        search: "  const heard = entries.at(-1 - trustedProxies) ?? entries[0] ??",
        replacement: "  const heard = entries[0] ??",
      },
    ],
  },
  {
    name: "a hung process keeps what it has",
    test: "lib/holders/liveness.db.test.ts",
    patches: [
      {
        file: "lib/holders/sweep.ts",
        search: "h.seen_at < clock_timestamp() - make_interval(secs => $7)",
        replacement: "h.seen_at < clock_timestamp() - make_interval(secs => 3600 + $7)",
      },
    ],
  },
  {
    name: "silence counts although nobody looked",
    test: "lib/holders/liveness.db.test.ts",
    patches: [
      {
        file: "lib/holders/sweep.ts",
        search: "(select since from turn) < clock_timestamp() - make_interval(secs => $7)",
        replacement: "(select since from turn) is not null",
      },
    ],
  },
  {
    name: "a process that was taken for dead claims under its old id",
    test: "lib/holders/liveness.db.test.ts",
    patches: [
      {
        file: "lib/holders/holder.ts",
        search: "isClaiming && state && state.silenceMs() < silenceMs * SILENCE_BEFORE_CLAIMING_ENDS",
        replacement: "isClaiming && state",
      },
    ],
  },
  {
    name: "a process that was taken for dead never learns it",
    test: "lib/holders/liveness.db.test.ts",
    patches: [
      {
        file: "lib/holders/holder.ts",
        search: 'return rowCount === 0 ? "gone" : "seen";',
        replacement: 'return rowCount === null ? "gone" : "seen";',
      },
    ],
  },
  {
    name: "a database that cannot write has everybody let go",
    test: "lib/holders/liveness.db.test.ts",
    patches: [
      {
        file: "lib/holders/holder.ts",
        search: '"ERROR" ? "unwritten" : "silent"',
        replacement: '"FATAL" ? "unwritten" : "silent"',
      },
    ],
  },
  {
    name: "nobody asks for what has been due for long",
    test: "lib/holders/liveness.db.test.ts",
    patches: [
      {
        file: "lib/holders/sweep.ts",
        search: "and coalesce(r.claim_until <= clock_timestamp(), true)",
        replacement: "and r.claim_until is null",
      },
    ],
  },
  {
    name: "a worker without the secret drops the drain",
    test: "lib/worker/tasks.db.test.ts",
    patches: [
      {
        file: "lib/worker/tasks.ts",
        search: "return { inMs: HAND_BACK_MIN_MS + random * HAND_BACK_SPREAD_MS };",
        replacement: "return null;",
      },
    ],
  },
  {
    name: "a process without the secret asks nobody else",
    test: "lib/worker/tasks.db.test.ts",
    patches: [
      {
        file: "lib/registrations/submit.ts",
        search: "await inTransaction(submitter.pool, (tx) => ensureDrain(tx, claimed.credentialId));",
        replacement: "",
      },
    ],
  },
  {
    name: "an interrupted drain does not come back",
    test: "lib/worker/tasks.db.test.ts",
    patches: [
      {
        file: "lib/worker/tasks.ts",
        search: "return { inMs: isStopping ? 0 : HOLDER_RETRY_MS };",
        replacement: "return null;",
      },
    ],
  },
  {
    name: "jobs come back by the process's own clock",
    test: "lib/worker/tasks.db.test.ts",
    patches: [
      {
        file: "lib/registrations/queue.ts",
        search: '"at" in when ? [when.at, 0] : [null, when.inMs]',
        replacement: '"at" in when ? [when.at, 0] : [new Date(Date.now() + when.inMs), 0]',
      },
    ],
  },
  {
    name: "jobs whose time has come wake nobody",
    test: "lib/holders/liveness.db.test.ts",
    patches: [
      {
        file: "lib/holders/sweep.ts",
        search: "(select jobs from unlocked union all select jobs from overdue where jobs > 0)",
        replacement: "(select jobs from unlocked)",
      },
    ],
  },
  {
    name: "a fix has no fallback job",
    test: "lib/registrations/register.db.test.ts",
    patches: [
      {
        file: "lib/registrations/register.ts",
        search: "  await tx.$executeRawUnsafe(job.text, ...job.values);\n",
        replacement: "  if (!existing) await tx.$executeRawUnsafe(job.text, ...job.values);\n",
      },
    ],
  },
  {
    name: "a form with a warning has no fallback job",
    test: "lib/registrations/register.db.test.ts",
    patches: [
      {
        file: "lib/registrations/register.ts",
        search: "  await tx.$executeRawUnsafe(job.text, ...job.values);\n",
        replacement: "  if (existing) await tx.$executeRawUnsafe(job.text, ...job.values);\n",
      },
    ],
  },
  {
    name: "resuming a credential asks for no drain",
    test: "lib/credentials/mutations.db.test.ts",
    patches: [
      {
        file: "lib/credentials/mutations.ts",
        search: "    await tx.query(RESUME, [credentialId]);\n    await enqueueDrain(tx, credentialId);\n",
        replacement: "    await tx.query(RESUME, [credentialId]);\n",
      },
    ],
  },
  {
    name: "two who are alike do not wait for one another",
    test: "lib/registrations/register.db.test.ts",
    patches: [
      {
        file: "prisma/migrations/20261129021000_radar/migration.sql",
        search: "PERFORM pg_advisory_xact_lock(keys.hash) FROM (",
        replacement: "PERFORM keys.hash FROM (",
      },
    ],
  },
  {
    name: "a form with something to look at does not wait for those alike",
    test: "lib/registrations/register.db.test.ts",
    patches: [
      {
        file: "lib/registrations/register.ts",
        search: "      await waitForThoseAlike(tx, credential.environment, checked.value);\n",
        replacement: "",
      },
    ],
  },
  {
    name: "the few rows that bring their senders down are found by no index",
    test: "lib/registrations/statement-plans.db.test.ts",
    patches: [
      {
        file: "lib/registrations/claim.ts",
        search: " and next_run_at is not null and id <> $1",
        replacement: " and id <> $1",
      },
    ],
  },
  {
    name: "what hangs is counted among the workers",
    test: "lib/holders/movement.db.test.ts",
    patches: [
      {
        file: "lib/holders/movement.ts",
        search: "coalesce(h.seen_at, (select at from sweep))",
        replacement: "coalesce(h.seen_at + interval '1 hour', (select at from sweep))",
      },
    ],
  },
  {
    name: "what waits for a credential counts as overdue",
    test: "lib/holders/movement.db.test.ts",
    patches: [
      {
        file: "lib/holders/movement.ts",
        search: ") first where ",
        replacement: ") first where true or ",
      },
    ],
  },
  {
    name: "sessions that people are signed in with are taken for waste",
    test: "lib/worker/retention.db.test.ts",
    patches: [
      {
        file: "lib/worker/retention.ts",
        search: "least(ended_at, expires_at, last_seen_at + ",
        replacement: "least(ended_at, expires_at - interval '40 days', last_seen_at + ",
      },
    ],
  },
];

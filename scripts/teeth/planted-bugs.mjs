// The bugs that some test must catch. Each is a few words of the product replaced, and the narrow test that goes red.

/**
 * @typedef {{ file: string, search: string, replacement: string }} Patch
 * @typedef {{ name: string, patches: readonly Patch[], test: string }} PlantedBug
 */

/** @type {readonly PlantedBug[]} */
export const PLANTED_BUGS = [
  {
    name: "a retry has a new Request-Id",
    test: "lib/registrations/delivery/submit.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/claim.ts",
        search: 'claimed.request_id as "requestId"',
        replacement:
          'case when claimed.attempt_count > 1 then gen_random_uuid()::text else claimed.request_id end as "requestId"',
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
    test: "lib/registrations/delivery/submit.db.test.ts",
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
    test: "lib/registrations/intake/register.db.test.ts",
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
    test: "lib/registrations/delivery/submit.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/record.ts",
        search: "const stillOurs = row.epoch === claim.epoch || ending.business !== null;",
        replacement: "const stillOurs = true;",
      },
    ],
  },
  {
    name: "the body is serialised again for a retry",
    test: "lib/registrations/delivery/submit.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/claim.ts",
        search: 'claimed.body_text as "bodyText"',
        replacement:
          'case when claimed.attempt_count > 1 then claimed.body_text::jsonb::text else claimed.body_text end as "bodyText"',
      },
    ],
  },
  {
    name: "a redirect is followed",
    test: "lib/doku/client.test.ts",
    patches: [
      {
        file: "lib/doku/exchange.ts",
        search: "askBeforeWrite(dispatcher, mayBegin)",
        replacement:
          "askBeforeWrite(dispatcher.compose(interceptors.redirect({ maxRedirections: 3 })), mayBegin)",
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
    test: "lib/registrations/life/next-step.test.ts",
    patches: [
      {
        file: "lib/registrations/life/next-step.ts",
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
        search: 'case "busy":\n      return { at: result.until };',
        replacement: 'case "busy":\n      return null;',
      },
    ],
  },
  {
    name: "an installation that was killed is believed",
    test: "scripts/checkout/packages.test.ts",
    patches: [
      {
        file: "scripts/checkout/packages.mjs",
        search: "  if (existsSync(join(root, MARK))) return false;\n",
        replacement: "",
      },
    ],
  },
  {
    name: "an npm that ended well and installed nothing is believed",
    test: "scripts/checkout/packages.test.ts",
    patches: [
      {
        file: "scripts/checkout/packages.mjs",
        search: "  if (arePackagesCurrent(root, { withTools })) return;\n",
        replacement: "  return;\n",
      },
    ],
  },
  {
    name: "another npm follows the one that a stop has ended",
    test: "scripts/checkout/packages.test.ts",
    patches: [
      {
        file: "scripts/processes/children.mjs",
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
        file: "scripts/start/production.mjs",
        search: "  if (env.DATABASE_URL?.trim()) return;\n",
        replacement: "  if (env) return;\n",
      },
    ],
  },
  {
    name: "the lock lacks the packages of Macs",
    test: "scripts/checkout/package-lock.test.ts",
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
    test: "lib/http/client-address.test.ts",
    patches: [
      {
        file: "lib/http/client-address.ts",
        search: "  const heard = entries.at(-1 - trustedProxies) ?? entries[0] ??",
        replacement: "  const heard = entries[0] ??",
      },
    ],
  },
  {
    name: "a process has an id before it has looked whether the database was put back",
    test: "lib/restores/marks/notice.db.test.ts",
    patches: [
      {
        file: "lib/holders/holder.ts",
        search: "      await restores.look(client);\n",
        replacement: "      setTimeout(() => restores.look(client).catch(() => lose(client)), 0);\n",
      },
    ],
  },
  {
    name: "what is set aside after a restore is not fenced",
    test: "lib/restores/marks/notice.db.test.ts",
    patches: [
      {
        file: "lib/registrations/life/state.ts",
        search: "tx.query<Parked>(PARK_AFTER_RESTORE)",
        replacement: 'tx.query<Parked>(PARK_AFTER_RESTORE.replace(", claim_epoch = claim_epoch + 1", ""))',
      },
    ],
  },
  {
    name: "what a backup brought back is sent while others may still send it",
    test: "lib/restores/marks/notice.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/claim-one.ts",
        search: "if (row.restoredAt && row.createdAt <= row.restoredAt)",
        replacement: "if (row.restoredAt && row.createdAt > row.restoredAt)",
      },
    ],
  },
  {
    name: "what a backup brought back is sent with others while others may still send it",
    test: "lib/restores/marks/notice.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/claim-due.ts",
        search: "and r.created_at > coalesce(",
        replacement: "and r.created_at > least(",
      },
    ],
  },
  {
    name: "what was canceled is another request when it goes on with the same words",
    test: "lib/registrations/intake/derived-id.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/derived-id.ts",
        search: 'existing === null || existing.status === "DRAFT" ?',
        replacement: "existing === null ?",
      },
    ],
  },
  {
    name: "a spreadsheet that was under way goes on after a restore",
    test: "lib/restores/marks/notice.db.test.ts",
    patches: [
      {
        file: "lib/restores/marks/notice.ts",
        search: "where status in ('canary', 'sending')",
        replacement: "where status = 'canary'",
      },
    ],
  },
  {
    name: "a bulk action goes on after a restore",
    test: "lib/restores/marks/notice.db.test.ts",
    patches: [
      {
        file: "lib/restores/marks/notice.ts",
        search: "  const bulkJobs = await pauseBulkJobs(tx);\n",
        replacement: "  const bulkJobs = 0;\n",
      },
    ],
  },
  {
    name: "a running process takes no notice of a restore by another one",
    test: "lib/restores/marks/notice.db.test.ts",
    patches: [
      {
        file: "lib/holders/holder.ts",
        search: 'return (await restores.look(client)).isSame ? "seen" : "gone";',
        replacement: 'await restores.look(client);\n    return "seen";',
      },
    ],
  },
  {
    name: "what tells a restore is counted away before it was seen to",
    test: "lib/restores/marks/notice.db.test.ts",
    patches: [
      {
        file: "lib/restores/marks/watch.ts",
        search: 'sign ? "rollback" : "commit"',
        replacement: '"commit"',
      },
    ],
  },
  {
    name: "a person goes on with a restore that they have not seen",
    test: "lib/restores/marks/notice.db.test.ts",
    patches: [
      {
        file: "lib/restores/settle.ts",
        search: '    if (newest !== restoreId) throw new AppError("changed_meanwhile");\n',
        replacement: "",
      },
    ],
  },
  {
    name: "a count that was reached before is no restore",
    test: "lib/restores/marks/mark.test.ts",
    patches: [
      {
        file: "lib/restores/marks/mark.ts",
        search: "mark.beat >= facts.beat",
        replacement: "mark.beat > facts.beat",
      },
    ],
  },
  {
    name: "a promoted standby has its old timeline until its next checkpoint",
    test: "lib/restores/marks/put-back.db.test.ts",
    patches: [
      {
        file: "lib/restores/marks/facts.ts",
        search: `"('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int"`,
        replacement: '"(select timeline_id from pg_control_checkpoint())"',
      },
    ],
  },
  {
    name: "the mark of a restart is not looked at",
    test: "lib/restores/marks/put-back.db.test.ts",
    patches: [
      {
        file: "lib/restores/marks/watch.ts",
        search: "...((await files?.read()) ?? [])",
        replacement: "...[]",
      },
    ],
  },
  {
    name: "a standby is taken for a database",
    test: "lib/restores/marks/put-back.db.test.ts",
    patches: [
      {
        file: "lib/migrate.ts",
        search: "  if (!state?.isReadOnly) return;\n",
        replacement: "  if (state) return;\n",
      },
    ],
  },
  {
    name: "a mark is ahead of what the database's disk has",
    test: "lib/restores/marks/put-back.db.test.ts",
    patches: [
      {
        file: "lib/restores/marks/watch.ts",
        search: "if (facts.waitsForDisk) await",
        replacement: "if (facts.beat) await",
      },
    ],
  },
  {
    name: "an older mark takes the place of a newer one",
    test: "lib/restores/marks/files.test.ts",
    patches: [
      {
        file: "lib/restores/marks/files.ts",
        search: "mark.beat",
        replacement: "0",
      },
    ],
  },
  {
    name: "a hung process keeps what it has",
    test: "lib/registrations/delivery/liveness.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/sweep.ts",
        search: "h.seen_at < clock_timestamp() - make_interval(secs => $5)",
        replacement: "h.seen_at < clock_timestamp() - make_interval(secs => 3600 + $5)",
      },
    ],
  },
  {
    name: "silence counts although nobody looked",
    test: "lib/registrations/delivery/liveness.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/sweep.ts",
        search:
          "(select since from turn) < clock_timestamp() - make_interval(secs => $5)\n            or h.lock_key",
        replacement: "(select since from turn) is not null\n            or h.lock_key",
      },
    ],
  },
  {
    name: "a job that a process took after it was taken for dead stays locked for hours",
    test: "lib/registrations/delivery/liveness.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/sweep.ts",
        search: "isThorough: sweeps % THOROUGH_EVERY === 0",
        replacement: "isThorough: sweeps < 0",
      },
    ],
  },
  {
    name: "a process that is just coming back loses the jobs that it has in hand",
    test: "lib/registrations/delivery/liveness.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/sweep.ts",
        search: "and j.locked_at < clock_timestamp() - make_interval(secs => $5)",
        replacement: "and j.locked_at is not null",
      },
    ],
  },
  {
    name: "a process whose name for its jobs was not written never tells it again",
    test: "lib/registrations/delivery/liveness.db.test.ts",
    patches: [
      {
        file: "lib/holders/holder.ts",
        search: "pool_id = coalesce($2, pool_id)",
        replacement: "pool_id = case when $2::text is not null then pool_id end",
      },
    ],
  },
  {
    name: "a process that was taken for dead claims under its old id",
    test: "lib/registrations/delivery/liveness.db.test.ts",
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
    test: "lib/registrations/delivery/liveness.db.test.ts",
    patches: [
      {
        file: "lib/holders/holder.ts",
        search: 'if (rowCount === 0) return "gone";',
        replacement: 'if (rowCount === null) return "gone";',
      },
    ],
  },
  {
    name: "a database that cannot write has everybody let go",
    test: "lib/registrations/delivery/liveness.db.test.ts",
    patches: [
      {
        file: "lib/holders/holder.ts",
        search: 'error.severity === "ERROR")) return "silent";',
        replacement: 'error.severity === "FATAL")) return "silent";',
      },
    ],
  },
  {
    name: "nobody asks for what has been due for long",
    test: "lib/registrations/delivery/liveness.db.test.ts",
    patches: [
      {
        file: "lib/holders/movement.ts",
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
        file: "lib/registrations/delivery/submit.ts",
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
        search: "return { inMs: isStopping() ? 0 : HOLDER_RETRY_MS };",
        replacement: "return null;",
      },
    ],
  },
  {
    name: "jobs come back by the process's own clock",
    test: "lib/worker/tasks.db.test.ts",
    patches: [
      {
        file: "lib/jobs/job.ts",
        search: '"at" in when ? [when.at, 0] : [null, when.inMs]',
        replacement: '"at" in when ? [when.at, 0] : [new Date(Date.now() + when.inMs), 0]',
      },
    ],
  },
  {
    name: "a job that is to come back is gone",
    test: "lib/jobs/job.db.test.ts",
    patches: [
      {
        file: "lib/jobs/job.ts",
        search: "if (when) await add(db, payload, when);",
        replacement: "void when;",
      },
    ],
  },
  {
    name: "a worker waits until the queue says that its tasks have ended",
    test: "lib/worker/queue-runner.db.test.ts",
    patches: [
      {
        file: "lib/worker/queue-runner.ts",
        search: "if (hasEnded && hadEnded) return;",
        replacement: "void (hasEnded && hadEnded);",
      },
    ],
  },
  {
    name: "a worker goes on with a queue that has begun to stop by itself",
    test: "lib/worker/queue-runner.db.test.ts",
    patches: [
      {
        file: "lib/worker/queue-runner.ts",
        search: 'events.once("pool:gracefulShutdown", () => resolve());',
        replacement: "",
      },
    ],
  },
  {
    name: "a file knows how the queue is woken",
    test: "lib/house.test.ts",
    patches: [
      {
        file: "lib/worker/queue-runner.ts",
        search: '{wakeSql("8")}',
        replacement: "{\"pg_notify('jobs:insert', '{}')\"}",
      },
    ],
  },
  {
    name: "rows are handed out however many wait to be sent",
    test: "lib/bulk/bulk.db.test.ts",
    patches: [
      {
        file: "lib/jobs/chunks.ts",
        search: "waiting > enough ? 0 : Math.min(chunk, most - waiting)",
        replacement: "chunk",
      },
    ],
  },
  {
    name: "a job whose rows do not move is given up",
    test: "lib/jobs/chunks.db.test.ts",
    patches: [
      { file: "lib/jobs/chunks.ts", search: "return { inMs: COME_BACK_MS };", replacement: "return null;" },
    ],
  },
  {
    name: "a job that waits for its rows has nobody send them",
    test: "lib/jobs/chunks.db.test.ts",
    patches: [{ file: "lib/jobs/chunks.ts", search: "await wake?.(tx);", replacement: "void wake;" }],
  },
  {
    name: "a batch comes back at once although it was to begin later",
    test: "lib/imports/sending/run.db.test.ts",
    patches: [
      {
        file: "lib/jobs/chunks.ts",
        search: 'if (result.kind === "again") return result.when;',
        replacement: 'if (result.kind === "again") return { inMs: 0 };',
      },
    ],
  },
  {
    name: "a job that a statement asks for is another one",
    test: "lib/jobs/job.db.test.ts",
    patches: [
      { file: "lib/jobs/job.ts", search: "return keyPrefix ?", replacement: 'return keyPrefix === "" ?' },
    ],
  },
  {
    name: "jobs whose time has come wake nobody",
    test: "lib/registrations/delivery/liveness.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/sweep.ts",
        search: "(select jobs from unlocked union all select jobs from overdue where jobs > 0)",
        replacement: "(select jobs from unlocked)",
      },
    ],
  },
  {
    name: "a fix has no fallback job",
    test: "lib/registrations/intake/register.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/register-new.ts",
        search: "jobInSeconds: FALLBACK_DELAY_SECONDS }",
        replacement: "jobInSeconds: existing ? null : FALLBACK_DELAY_SECONDS }",
      },
    ],
  },
  {
    name: "a form with a warning has no fallback job",
    test: "lib/registrations/intake/register.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/register.ts",
        search: "const row = rowOf({ submission, existing, checked: checked.value, reason });",
        replacement:
          "const row = rowOf({ submission, existing, checked: checked.value, reason });\n      if (!existing) row.jobInSeconds = null;",
      },
    ],
  },
  {
    name: "a form is sent although the credential's gate is closed",
    test: "lib/registrations/intake/register-new.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/queue-registrations.ts",
        search: "c.rate_limit is null and $",
        replacement: "c.rate_limit is null or $",
      },
    ],
  },
  {
    name: "a form does not wait for its place under a rate limit",
    test: "lib/registrations/intake/register-new.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/queue-registrations.ts",
        search: "$6::text is not null and c.rate_limit is null and",
        replacement: "$6::text is not null and",
      },
    ],
  },
  {
    name: "a form is claimed without an attempt that says so",
    test: "lib/registrations/delivery/crash-points.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/queue-registrations.ts",
        search: "from queued where epoch > 0",
        replacement: "from queued where epoch > 1",
      },
    ],
  },
  {
    name: "resuming a credential asks for no drain",
    test: "lib/credentials/mutations.db.test.ts",
    patches: [
      {
        file: "lib/credentials/mutations.ts",
        search: "rowCount === 0) return;\n    await enqueueDrain(tx, credentialId);\n",
        replacement: "rowCount === 0) return;\n",
      },
    ],
  },
  {
    name: "two who are alike do not wait for one another",
    test: "lib/registrations/intake/register.db.test.ts",
    patches: [
      {
        file: "prisma/migrations/20261203200000_radar_by_index/migration.sql",
        search: "PERFORM pg_advisory_xact_lock(keys.hash) FROM (",
        replacement: "PERFORM keys.hash FROM (",
      },
    ],
  },
  {
    name: "a form with something to look at does not wait for those alike",
    test: "lib/registrations/intake/register.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/register.ts",
        search: "      await waitForThoseAlike(tx, credential.environment, checked.value);\n",
        replacement: "",
      },
    ],
  },
  {
    name: "a row that is handed out again is another request",
    test: "lib/imports/sending/run.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/derived-id.ts",
        search: 'return derivedUuid(JSON.stringify(["request", formKey, replaces, bodyText]));',
        replacement:
          'return derivedUuid(JSON.stringify(["request", formKey, replaces, bodyText, Math.random()]));',
      },
    ],
  },
  {
    name: "a row that is handed out again has another reference",
    test: "lib/imports/sending/run.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/derived-id.ts",
        search: 'const digest = hash("sha256", ',
        replacement: 'const digest = hash("sha256", Math.random() + ',
      },
    ],
  },
  {
    name: "a late answer counts although others have gone on",
    test: "lib/registrations/delivery/late-answers.db.test.ts",
    patches: [
      {
        file: "lib/registrations/life/state.ts",
        search: "claim_holder = null, claim_until = null, claim_epoch = claim_epoch + 1",
        replacement: "claim_holder = null, claim_until = null",
      },
    ],
  },
  {
    name: "a claim never ends for the process that has it",
    test: "lib/registrations/delivery/freeze-points.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/claim.ts",
        search: "return () => elapsedMs() <= SEND_WITHIN_MS;",
        replacement: "return () => elapsedMs() <= 1_000 * SEND_WITHIN_MS;",
      },
    ],
  },
  {
    name: "a machine that slept does not know how long",
    test: "lib/registrations/delivery/freeze-points.db.test.ts",
    patches: [
      {
        file: "lib/db.ts",
        search: "Math.max(monotonicMs() - started.monotonicMs, wallMs() - started.wallMs)",
        replacement: "monotonicMs() - started.monotonicMs",
      },
    ],
  },
  {
    name: "the time of a claim begins when its commit is known",
    test: "lib/registrations/delivery/freeze-points.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/submit.ts",
        search: "  const { claim, ending } = await sendInPlace(submitter, held);",
        replacement:
          "  held.mayWrite = startClaimTime(submitter.clocks);\n  const { claim, ending } = await sendInPlace(submitter, held);",
      },
      {
        file: "lib/registrations/delivery/submit.ts",
        search: "type ClaimResult, claimForSend }",
        replacement: "type ClaimResult, claimForSend, startClaimTime }",
      },
    ],
  },
  {
    name: "what is written after the end of a claim is not asked for",
    test: "lib/doku/exchange.test.ts",
    patches: [
      {
        file: "lib/doku/connection/write-signal.ts",
        search: "if (!mayWrite()) throw new WriteRefusedError();",
        replacement: "",
      },
    ],
  },
  {
    name: "answers are thrown away by a database that is read-only for seconds",
    test: "lib/registrations/delivery/database-away.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/until-committed.ts",
        search: "/^(21|22|23|54|P0)/",
        replacement: "/^(21|22|23|25|54|P0)/",
      },
    ],
  },
  {
    name: "answers are thrown away by a database with too many connections or a deadlock",
    test: "lib/registrations/delivery/database-away.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/until-committed.ts",
        search: "/^(21|22|23|54|P0)/",
        replacement: "/^(21|22|23|40|53|54|P0)/",
      },
    ],
  },
  {
    name: "a row that cannot be recorded takes its batch with it",
    test: "lib/registrations/delivery/left-answers.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/record.ts",
        search: "(error: unknown) => failures.push(error),",
        replacement: "",
      },
    ],
  },
  {
    name: "an id that a restored database does not expect is thrown away",
    test: "lib/registrations/delivery/left-answers.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/record.ts",
        search: "row.isNews || (send.ending.business !== null && !(await isKnown(tx, send.claim)))",
        replacement: "row.isNews",
      },
    ],
  },
  {
    name: "what a process had in hand is lost with it",
    test: "lib/registrations/delivery/left-answers.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/send-in-place.ts",
        search: "  keepInHand(answer);\n",
        replacement: "",
      },
    ],
  },
  {
    name: "answers that are cut short by a full disk take the place of whole ones",
    test: "lib/registrations/delivery/answer-file.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/answer-file.ts",
        search: '  writeFileSync,\n} from "node:fs";',
        replacement: '  writeSync as writeFileSync,\n} from "node:fs";',
      },
    ],
  },
  {
    name: "a power failure takes back the name of a file of answers",
    test: "lib/registrations/delivery/answer-file.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/answer-file.ts",
        search: "        renameSync(half, path);\n        syncNames(folder);\n",
        replacement: "        syncNames(folder);\n        renameSync(half, path);\n",
      },
    ],
  },
  {
    name: "a file of answers that could not be written is left behind",
    test: "lib/registrations/delivery/answer-file.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/answer-file.ts",
        search: "        rmSync(half, { force: true });\n",
        replacement: "",
      },
    ],
  },
  {
    name: "what arrives after the first answer began to wait is lost with the process",
    test: "lib/registrations/delivery/left-answers.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/answers-in-hand.ts",
        search: "  if (waiting > 0) writeDownSoon();\n",
        replacement: "",
      },
    ],
  },
  {
    name: "each answer that cannot be written down tells the log of all of them again",
    test: "lib/registrations/delivery/left-answers.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/answers-in-hand.ts",
        search: "if (!logged.has(attemptId)) logIds",
        replacement: "logIds",
      },
    ],
  },
  {
    name: "replays that were planned go on when they are not proven any more",
    test: "lib/credentials/settings.db.test.ts",
    patches: [
      {
        file: "lib/credentials/settings.ts",
        search: 'before.replay === "proven" && now.replay === "unproven"',
        replacement: "Boolean(process.env.NEVER)",
      },
    ],
  },
  {
    name: "a replay that was planned in the moment of the change is sent",
    test: "lib/credentials/settings.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/claim-one.ts",
        search: "if (await isNotForMachines(tx, request, row)) return",
        replacement: "if ((await isNotForMachines(tx, request, row)) && process.env.NEVER) return",
      },
    ],
  },
  {
    name: "the last process to start has its way",
    test: "lib/credentials/settings.db.test.ts",
    patches: [
      {
        file: "lib/credentials/settings.ts",
        search: "h.client_id = $2 and h.replay = 'unproven'",
        replacement: "h.client_id = $2 and h.replay is null",
      },
    ],
  },
  {
    name: "two drains have more calls under way than there are connections",
    test: "lib/registrations/delivery/drain.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/submit.ts",
        search: "return places ?? createSendPlaces();",
        replacement: "return places && createSendPlaces() || createSendPlaces();",
      },
    ],
  },
  {
    name: "the breaker never closes",
    test: "lib/credentials/gate/gate.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/gate.ts",
        search:
          "const RECORD_USABLE = `\n  update credential\n     set usable_at = clock_timestamp(), fault_count = 0,",
        replacement: "const RECORD_USABLE = `\n  update credential\n     set usable_at = clock_timestamp(),",
      },
    ],
  },
  {
    name: "a 429 that comes after a pause ends the time that counts as blocked",
    test: "lib/credentials/gate/gate.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/gate.ts",
        search: "where id = $1 and paused_at is null and key_version is not distinct from $3`;",
        replacement: "where id = $1 and key_version is not distinct from $3`;",
      },
    ],
  },
  {
    name: "a 429 that comes after a pause slows nothing down",
    test: "lib/credentials/gate/gate.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/gate.ts",
        search: "if (slowed.rowCount === 0) await",
        replacement: "if (slowed.rowCount === null) await",
      },
    ],
  },
  {
    name: "who finds no place under the rate limit keeps the place of the one that tries",
    test: "lib/registrations/delivery/drain.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/claim-one.ts",
        search: "if (places?.free === 0) return",
        replacement: "if (places?.free === -1) return",
      },
    ],
  },
  {
    name: "sending goes on although nothing can be recorded",
    test: "lib/registrations/delivery/drain.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/drain.ts",
        search: "      recorder.throwIfFailed();\n",
        replacement: "",
      },
    ],
  },
  {
    name: "rows that come one by one take every place of a worker",
    test: "lib/worker/tasks.db.test.ts",
    patches: [{ file: "lib/worker/tasks.ts", search: "CONCURRENCY - 3;", replacement: "CONCURRENCY + 3;" }],
  },
  {
    name: "a process goes on sending although what has to follow from a restore was not done",
    test: "lib/restores/marks/notice.db.test.ts",
    patches: [
      {
        file: "lib/restores/marks/watch.ts",
        search:
          'throw new Error("the database was put back, and what has to follow from it was not done", { cause });',
        replacement: "throw cause;",
      },
    ],
  },
  {
    name: "the few rows that bring their senders down are found by no index",
    test: "lib/registrations/delivery/statement-plans.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/claim-one.ts",
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
      { file: "lib/holders/movement.ts", search: ") first where ", replacement: ") first where true or " },
    ],
  },
  {
    name: "the judge of chaos excuses every row after any kill",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/certainty.ts",
        search: "return process === null || caller === null || process === caller;",
        replacement: "return process !== undefined || caller === null;",
      },
    ],
  },
  {
    name: "the judge of chaos excuses whoever had no database for a moment",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/certainty.ts",
        search: 'if (call.answer !== "accepted" && struck.some(costsTheClaim)) return "doubtful";',
        replacement: 'if (struck.some(costsTheClaim)) return "doubtful";',
      },
    ],
  },
  {
    name: "the judge of chaos cries over a process that was killed with an answer in hand",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/certainty.ts",
        search: '  if (struck.some(isDeadly)) return "doubtful";\n',
        replacement: "",
      },
    ],
  },
  {
    name: "the judge of chaos does not look for second businesses",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/judge.ts",
        search: "count > 1 + careless",
        replacement: "count > 9 + careless",
      },
    ],
  },
  {
    name: "the judge of chaos lets a machine send again where replays are not proven",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/judge.ts",
        search: "if (open > wished)",
        replacement: "if (open > wished + 1)",
      },
    ],
  },
  {
    name: "the judge of chaos does not see that an invited row was taken back",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/untrue.ts",
        search: 'next && next.status !== "INVITED"',
        replacement: 'next && next.status === "DRAFT"',
      },
    ],
  },
  {
    name: "the judge of chaos waits for a row for ever",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/idle.ts",
        search: "stillMs > patienceMs(span, facts.outside) || overdueMs > TURN_WITHIN_MS",
        replacement: "stillMs > 1e9 && patienceMs(span, facts.outside) > 0 && overdueMs > TURN_WITHIN_MS",
      },
    ],
  },
  {
    name: "the judge of chaos believes ids that the ledger does not have",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/untrue.ts",
        search: "if (foreign.length > 0)",
        replacement: "if (foreign.length > 9)",
      },
    ],
  },
  {
    name: "the stand-in tells of answers as delivered that nobody took",
    test: "lib/stand-in/http/watch.test.ts",
    patches: [
      {
        file: "lib/stand-in/http/watch.ts",
        search: 'response.once("finish", () => {\n    if (!socket.destroyed) call',
        replacement: 'response.once("close", () => {\n    if (socket) call',
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
  {
    name: "patience that ends calls a doubt not sent",
    test: "scripts/simulate/lives.test.ts",
    patches: [
      {
        file: "lib/registrations/life/next-step.ts",
        search: "return facts.now >= facts.giveUpAt ? park :",
        replacement: 'return facts.now >= facts.giveUpAt ? settled("FAILED") :',
      },
    ],
  },
  {
    name: "a machine repeats what may have arrived although replays are not proven",
    test: "scripts/simulate/lives.test.ts",
    patches: [
      {
        file: "lib/registrations/life/next-step.ts",
        search: 'if (facts.replay === "unproven") return park;',
        replacement: "",
      },
    ],
  },
  {
    name: "what was sent can be cancelled",
    test: "scripts/simulate/lives.test.ts",
    patches: [
      {
        file: "lib/registrations/status.ts",
        search: "return !facts.everSent;",
        replacement: "return true;",
      },
    ],
  },
  {
    name: "the page says of what an admin settled that we tried for a day",
    test: "scripts/simulate/lives.test.ts",
    patches: [
      {
        file: "components/registrations/detail/situation/situation.ts",
        search: 'if (cause === NOT_SENT_BY_PERSON) return "settledByAdmin";',
        replacement: 'if (lastOutcome === "unknown") return "settledByAdmin";',
      },
    ],
  },
  {
    name: "the page tells of a backup that nobody put back",
    test: "scripts/simulate/lives.test.ts",
    patches: [
      {
        file: "components/registrations/detail/situation/situation.ts",
        search: 'if (cause === RESTORED) return "restored";',
        replacement: 'if (!attempts.some(({ outcome }) => outcome === "unknown")) return "restored";',
      },
    ],
  },
  {
    name: "a send of the simulator goes on after its claim",
    test: "scripts/simulate/lives.test.ts",
    patches: [
      {
        file: "scripts/simulate/world.ts",
        search: "if (!process.mayWrite())",
        replacement: 'if (!process.mayWrite() && world.mode === "R")',
      },
    ],
  },
  {
    name: "the simulator has the epoch stay as it is",
    test: "scripts/simulate/beside-postgresql.db.test.ts",
    patches: [
      {
        file: "scripts/simulate/statements.ts",
        search: "row.claimUntil = null;\n  row.epoch += 1;",
        replacement: "row.claimUntil = null;",
      },
    ],
  },
  {
    name: "what DOKU says in response_message is not read",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/refusal-words.ts",
        search: '  "response_message",\n',
        replacement: "",
      },
    ],
  },
  {
    name: "a duplicate that DOKU reports with 400 is a refusal",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/outcome.ts",
        search: "    if (told !== null) return told;\n",
        replacement: "",
      },
    ],
  },
  {
    name: "the list promises a time of a row whose credential is paused",
    test: "components/registrations/list/row-facts.test.ts",
    patches: [
      {
        file: "components/registrations/list/row-facts.ts",
        search: '      if (row.paused) return list("paused");\n',
        replacement: "",
      },
    ],
  },
  {
    name: "the list says a time that is over",
    test: "components/registrations/list/row-facts.test.ts",
    patches: [
      {
        file: "components/registrations/list/row-facts.ts",
        search: "if (at > now) return",
        replacement: "if (at) return",
      },
    ],
  },
  {
    name: "a credential that is being tested is called on",
    test: "lib/credentials/mutations.db.test.ts",
    patches: [
      {
        file: "lib/credentials/queries.ts",
        search: '  if (usableAt) return "on";\n  if (isTrying',
        replacement: '  if (usableAt || isTrying) return "on";\n  if (isTrying',
      },
    ],
  },
  {
    name: "advice for a machine is given to a person",
    test: "lib/playbook/built-in.test.ts",
    patches: [
      {
        file: "lib/playbook/built-in.ts",
        search: "const goesOn = facts.isPlanned && !facts.isPaused;",
        replacement: "const goesOn = true;",
      },
    ],
  },
  {
    name: "signs are taken out of a name that somebody changed after the preview",
    test: "lib/bulk/clean.db.test.ts",
    patches: [
      {
        file: "lib/registrations/changes/clean-names.ts",
        search: " && !row.sending && !row.isChanged && ",
        replacement: " && !row.sending && ",
      },
    ],
  },
  {
    name: "a name loses signs that DOKU did not name",
    test: "lib/registrations/input/remedy.test.ts",
    patches: [
      {
        file: "lib/registrations/input/remedy.ts",
        search:
          "return named.length > 0 ? named.filter((sign) => value.includes(sign)) : unusualCharacters(value);",
        replacement: "return [...named, ...unusualCharacters(value)];",
      },
    ],
  },
  {
    name: "a refusal of one field is said of another",
    test: "lib/doku/refusal-meaning.test.ts",
    patches: [
      {
        file: "lib/doku/refusal-meaning.ts",
        search: "?? (sentences.length === 1 ? field : null)",
        replacement: "?? field",
      },
    ],
  },
  {
    name: "the fixing line holds what was put away",
    test: "lib/registrations/list/fixing.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/fixing.ts",
        search: '{ ...filter, tab: "NEEDS_FIX", cursor',
        replacement: "{ ...filter, cursor",
      },
    ],
  },
  {
    name: "a fix may change a reference that was sent",
    test: "lib/registrations/delivery/delivery.db.test.ts",
    patches: [
      {
        file: "lib/registrations/input/partner-reference.ts",
        search: 'return everSent && problemField !== "partnerReference";',
        replacement: "return false && everSent && problemField !== null;",
      },
    ],
  },
  {
    name: "a bulk action is finished while what it queued waits",
    test: "lib/bulk/bulk.db.test.ts",
    patches: [
      {
        file: "lib/bulk/queries.ts",
        search: "and (r.status = 'QUEUED' or",
        replacement: "and (r.status = 'DRAFT' or",
      },
    ],
  },
  {
    name: "what a backup does not know counts as never sent",
    test: "lib/registrations/changes/mutations.db.test.ts",
    patches: [
      {
        file: "lib/registrations/ever-sent.ts",
        search: "where d.noticed_at >= coalesce(r.queued_at, r.created_at)",
        replacement: "where d.noticed_at >= r.queued_at and false",
      },
    ],
  },
  {
    name: "a mode that changed since the backup leaves waiting what may have been sent",
    test: "lib/credentials/settings.db.test.ts",
    patches: [
      {
        file: "lib/registrations/life/state.ts",
        search: "  const restored = await tx.query(PARK_RESTORED, [credentialId]);\n",
        replacement: "  const restored = { rowCount: 0 };\n",
      },
    ],
  },
  {
    name: "rows that the file hides are sent",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/xlsx/sheet-cells.ts",
        search: "this.#isHidden ||= isTrue(hidden) || (ht",
        replacement: "this.#isHidden ||= (ht",
      },
    ],
  },
  {
    name: "hidden rows come back where everybody sends them",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/imports/result/rows.ts",
        search: 'if (row.isHidden && row.state === "skipped") hidden.add(cells);',
        replacement: "",
      },
    ],
  },
  {
    name: "the first sheet is read, whatever is in it",
    test: "lib/spreadsheet/xlsx/sheet-choice.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/xlsx/sheet-choice.ts",
        search: "(isOurs && rows > 1 ? OURS + fieldNames : 0) +",
        replacement: "",
      },
    ],
  },
  {
    name: "nobody is told of a sheet that was not read",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/xlsx/read.ts",
        search: "if (count <= 0 && isWhole) return [];",
        replacement: "if (isWhole) return [];",
      },
    ],
  },
  {
    name: "an address that is the representative's in one row and the user's in another is no repetition",
    test: "lib/imports/checking/repeated-keys.test.ts",
    patches: [
      {
        file: "lib/imports/checking/repeated-keys.ts",
        search: "if (keys.invitedUserEmail !== keys.representativeEmail) see(EMAIL, keys.invitedUserEmail);",
        replacement:
          "if (keys.invitedUserEmail !== keys.representativeEmail) see(INVITED, keys.invitedUserEmail);",
      },
      {
        file: "lib/imports/checking/repeated-keys.ts",
        search: "const MOST_KEPT = 2_000;",
        replacement: "const MOST_KEPT = 2_000;\nconst INVITED = 5;",
      },
    ],
  },
  {
    name: "what repeats is taken as known by who has read a part of the file",
    test: "lib/imports/reading/read.db.test.ts",
    patches: [
      {
        file: "lib/imports/reading/read.ts",
        search: "batch.rowCount === 0 ? finder.repeated() : null",
        replacement: "finder.repeated()",
      },
    ],
  },
  {
    name: "what was found out of one domain is said of another of the same name",
    test: "lib/text/email.test.ts",
    patches: [
      {
        file: "lib/text/email.ts",
        search: "let suggestion = SUGGESTED.get(domain);",
        replacement: "let suggestion = SUGGESTED.get(domain.slice(0, dot));",
      },
      {
        file: "lib/text/email.ts",
        search: "SUGGESTED.set(domain, suggestion);",
        replacement: "SUGGESTED.set(domain.slice(0, dot), suggestion);",
      },
    ],
  },
  {
    name: "a sheet that was chosen may still be filled with rows of the other",
    test: "lib/imports/reading/read.db.test.ts",
    patches: [
      {
        file: "lib/imports/reading/rows.ts",
        search: " and sheet is not distinct from $5`",
        replacement: " and ($5::text is null or true)`",
      },
    ],
  },
  {
    name: "a number loses what its format shows in front of it",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/cells/number-text.ts",
        search: "if (text === digits || isSure) return { text, kind: null };",
        replacement: "if (text === digits || isSure) return { text: digits, kind: null };",
      },
    ],
  },
  {
    name: "thousands that hang on the reader's language are sent unasked",
    test: "lib/spreadsheet/cells/number-text.test.ts",
    patches: [
      { file: "lib/spreadsheet/cells/number-text.ts", search: " && !/\\d,\\d/.test(text)", replacement: "" },
    ],
  },
  {
    name: "a day is taken for a name",
    test: "lib/imports/checking/cell-findings.test.ts",
    patches: [
      {
        file: "lib/imports/checking/cell-findings.ts",
        search: 'return problem("cell_moment", { text, shown: kind.shown });',
        replacement: "return null;",
      },
    ],
  },
  {
    name: "an error of Excel is taken for a name",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/xlsx/sheet-cells.ts",
        search: 'this.#kind = { kind: "error" };\n        return this.#value;',
        replacement: "return this.#value.slice(1);",
      },
    ],
  },
  {
    name: "a formula without its value is a blank cell",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/xlsx/sheet-cells.ts",
        search: 'this.#isFormula && this.#value === "" && this.#type',
        replacement: 'this.#isFormula && this.#value === "=" && this.#type',
      },
    ],
  },
  {
    name: "matching the columns anew forgets what cells were",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/check-unchecked.ts",
        search: "checkRow(cells, { fields, environment, kinds })",
        replacement: "checkRow(cells, { fields, environment })",
      },
    ],
  },
  {
    name: "rows that were filled in beforehand need fixing",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/check.ts",
        search: 'const isEmpty = fieldColumns(fields).every(({ column }) => isBlank(cells[column] ?? ""));',
        replacement: "const isEmpty = cells.every(isBlank);",
      },
    ],
  },
  {
    name: "rows are counted without the blank ones",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/imports/reading/rows.ts",
        search: "return { row: row.row, cells: kept, kinds, isHidden, checked };",
        replacement: "return { row: (counted += 1), cells: kept, kinds, isHidden, checked };",
      },
      {
        file: "lib/imports/reading/rows.ts",
        search: "const CLAIM_ROWS",
        replacement: "let counted = 1;\nconst CLAIM_ROWS",
      },
    ],
  },
  {
    name: "a row that is written cell by cell is many rows",
    test: "lib/spreadsheet/xlsx/sheet-choice.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/xlsx/sheet-cells.ts",
        search: "    if (number !== this.#row) {",
        replacement: "    if (number !== this.#row || this.#cells.length > 0) {",
      },
    ],
  },
  {
    name: "what lies under a merged cell is sent",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      { file: "lib/imports/reading/merged-cells.ts", search: '      cells[column] = "";\n', replacement: "" },
    ],
  },
  {
    name: "cells behind the last heading are lost",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/imports/reading/rows.ts",
        search: "const { cells, kinds, isHidden } = row;",
        replacement:
          "const { kinds, isHidden } = row;\n  const cells = row.cells.slice(0, headings.cells.length);",
      },
    ],
  },
  {
    name: "a viewer reads a phone number in what is said of its cell",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/imports/queries-masked.ts",
        search: "ROW_FINDING_CODES.filter((code) => !QUOTING.has(code))",
        replacement: "ROW_FINDING_CODES",
      },
    ],
  },
  {
    name: "a file of blank lines keeps a worker busy",
    test: "lib/spreadsheet/xlsx/sheet-choice.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/rows/rows.ts",
        search: "if (row > SHEET_LIMITS.lines) throw",
        replacement: "if (row < 0) throw",
      },
    ],
  },
  {
    name: "a full-width sign begins a formula in CSV",
    test: "lib/export/files.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/cells/written-cell.ts",
        search: "\\n\\uFF1D\\uFF0B\\uFF0D\\uFF20",
        replacement: "",
      },
    ],
  },
  {
    name: "a viewer finds merchants by a part of an address",
    test: "lib/registrations/list/search.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/search.ts",
        search: "...(byContacts ? [",
        replacement: "...(true ? [",
      },
    ],
  },
  {
    name: "a viewer finds merchants by the last digits of a number",
    test: "lib/registrations/list/search.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/search.ts",
        search: "...(byContacts ? phoneEnd(text, bind) : []),",
        replacement: "...phoneEnd(text, bind),",
      },
    ],
  },
  {
    name: "a viewer finds merchants by a whole number",
    test: "lib/registrations/sight.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/search.ts",
        search: "...(byContacts ? phoneConditions(query, bind) : []),",
        replacement: "...phoneConditions(query, bind),",
      },
    ],
  },
  {
    name: "a viewer finds merchants by a name that is masked",
    test: "lib/registrations/sight.db.test.ts",
    patches: [
      {
        file: "prisma/migrations/20261130100000_search_texts/migration.sql",
        search: "|| CASE WHEN holds_contact(business_name) THEN '' ELSE",
        replacement: "|| CASE WHEN false THEN '' ELSE",
      },
    ],
  },
  {
    name: "a viewer is told that a number ends like what was typed",
    test: "lib/registrations/list/search.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/found-by.ts",
        search: "contacts: seesContacts(actor) ? {",
        replacement: "contacts: true ? {",
      },
    ],
  },
  {
    name: "a number that was typed anew is not found",
    test: "lib/registrations/list/search.db.test.ts",
    patches: [
      {
        file: "prisma/migrations/20261130100000_search_texts/migration.sql",
        search: '"phone_e164", "partner_ref_key"',
        replacement: '"partner_ref_key"',
      },
    ],
  },
  {
    name: "old registrations stay out of the search",
    test: "lib/registrations/list/old-rows.db.test.ts",
    patches: [
      {
        file: "lib/migrate.ts",
        search: "  if (goesInSteps) await takeSteps(client, migration);\n",
        replacement: "",
      },
    ],
  },
  {
    name: "what is being typed anew meanwhile is overwritten by what it was",
    test: "lib/registrations/list/old-rows.db.test.ts",
    patches: [
      {
        file: "prisma/migrations/20261130100000_search_texts/migration.sql",
        search: "      ON CONFLICT DO NOTHING\n",
        replacement: "      ON CONFLICT (id) DO UPDATE SET words = excluded.words\n",
      },
    ],
  },
  {
    name: "a viewer is told that two merchants share a number",
    test: "lib/registrations/sight.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/duplicates.ts",
        search: "const known = keysKnownTo(actor, keys);",
        replacement: "const known = keys;",
      },
    ],
  },
  {
    name: "the list shows a viewer DOKU's words as they are",
    test: "lib/registrations/sight.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/row.ts",
        search: "problem: showWords(actor, row.problem),",
        replacement: 'problem: showWords({ kind: "system" }, row.problem),',
      },
    ],
  },
  {
    name: "whoever is looking has each row twice where they are named by their id too",
    test: "lib/registrations/list/page.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/query.ts",
        search: "[...new Set(values.map((value) => idOf(value, scope) ?? value))].flatMap(",
        replacement: "values.flatMap(",
      },
    ],
  },
  {
    name: "a legal form written apart is a search that the database cannot read",
    test: "lib/registrations/list/search.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/search.ts",
        search: "const hasWords = pieces.length > 0;",
        replacement: "const hasWords = hasLetters(query);",
      },
    ],
  },
  {
    name: "a whole number beside a name finds nobody",
    test: "lib/registrations/list/search.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/search.ts",
        search: 'return digits.replace(/^0{1,2}(?=[1-9])/, "");',
        replacement: "return digits;",
      },
    ],
  },
  {
    name: "the tab of the archived ones has the causes of the others",
    test: "lib/registrations/list/page.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/needs-you.ts",
        search: 'const isArchived = filter.tab === "archived";',
        replacement: "const isArchived = false;",
      },
    ],
  },
  {
    name: "a bulk action of mine is everybody's own to whoever looks at it",
    test: "lib/bulk/bulk.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/counts.ts",
        search: '(value === "me" ? actor.id : value)',
        replacement: "value",
      },
    ],
  },
  {
    name: "a bulk action of today is one of the day on which somebody looks",
    test: "lib/bulk/bulk.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/counts.ts",
        search: "range && fixRange(range, now, actor.timeZone)",
        replacement: "range",
      },
    ],
  },
  {
    name: "one letter puts what is marked out of the text",
    test: "components/search/places.test.ts",
    patches: [
      {
        file: "components/search/places.ts",
        search: 'some.replaceAll("İ", "I").toLowerCase()',
        replacement: "some.toLowerCase()",
      },
    ],
  },
  {
    name: "an emptied search opens the view with its search",
    test: "components/registrations/filter/address.test.ts",
    patches: [
      {
        file: "components/registrations/filter/address.ts",
        search: 'filter.tab === "all" && (isExplicit || filter.view)',
        replacement: 'filter.tab === "all" && isExplicit',
      },
    ],
  },
  {
    name: "the form takes the selection for what somebody else left in the tab",
    test: "components/registrations/list/selection-memory.test.ts",
    patches: [
      {
        file: "components/registrations/list/selection-memory.ts",
        search: "keepInTab(personId, NAME, {",
        replacement: 'keepInTab("", NAME, {',
      },
    ],
  },
  {
    name: "what is copied comes newest first, whatever the order of the list",
    test: "lib/export/export.db.test.ts",
    patches: [
      {
        file: "lib/export/rows.ts",
        search: "requireFilter(selection.query)), sort }",
        replacement: "requireFilter(selection.query)) }",
      },
    ],
  },
  {
    name: "a name that was typed anew after the preview is cleaned unseen",
    test: "lib/bulk/clean.db.test.ts",
    patches: [
      {
        file: "lib/bulk/start.ts",
        search: "if (job.unchangedSince) await tx.query(",
        replacement: "if (!job.id) await tx.query(",
      },
    ],
  },
  {
    name: "what was passed over while it was being sent is passed over",
    test: "components/registrations/fix/line-memory.test.ts",
    patches: [
      {
        file: "components/registrations/fix/line-memory.ts",
        search: "sent: [...others, id], skipped: passed }",
        replacement: "sent: [...others, id], skipped }",
      },
    ],
  },
  {
    name: "one row taken from everything that was selected takes the whole page with it",
    test: "components/registrations/list/selection-memory.test.ts",
    patches: [
      {
        file: "components/registrations/list/selection-memory.ts",
        search: "new Set(isAll ? page : selected.ids)",
        replacement: "new Set(isAll ? [] : selected.ids)",
      },
    ],
  },
  {
    name: "all but some is shown with some",
    test: "lib/registrations/list/page.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/query.ts",
        search: ": `$\u007bcolumn} <> all($\u007blist})`",
        replacement: ": `$\u007bcolumn} is not null`",
      },
    ],
  },
  {
    name: "a follow-up is due at eight of another zone",
    test: "lib/followups/when.test.ts",
    patches: [
      {
        file: "lib/followups/when.ts",
        search: "HOUR * 3_600_000 - offsetMs",
        replacement: "HOUR * 3_600_000 - 7 * 3_600_000",
      },
    ],
  },
  {
    name: "who was put off is asked for before the day",
    test: "lib/followups/work.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/turn.ts",
        search: "f.follow_up_at > $\u007bat} and",
        replacement: "false and",
      },
    ],
  },
  {
    name: "who is stuck and was put off is asked for before the day",
    test: "lib/followups/work.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/turn.ts",
        search: "(r.follow_up_at is null or r.follow_up_at <= $\u007bat})",
        replacement: "($\u007bat} is not null)",
      },
    ],
  },
  {
    name: "why somebody was rejected is told after it is over",
    test: "lib/followups/work.db.test.ts",
    patches: [
      {
        file: "lib/followups/work.ts",
        search: "case when r.progress = 'REJECTED' then (",
        replacement: "case when true then (",
      },
    ],
  },
  {
    name: "who was rejected waits for us in no group",
    test: "lib/registrations/list/query.test.ts",
    patches: [
      {
        file: "lib/registrations/list/turn.ts",
        search: 'rejected: ["REJECTED"]',
        replacement: 'rejected: ["ACTION_NEEDED"]',
      },
    ],
  },
  {
    name: "a digest says nothing of who was rejected",
    test: "lib/digest/digest.test.ts",
    patches: [
      {
        file: "lib/digest/digest.ts",
        search: 'rejected: { turn: "rejected" }',
        replacement: 'rejected: { turn: "action" }',
      },
    ],
  },
  {
    name: "who is stuck is counted along an index that does not know who was put off",
    test: "lib/registrations/list/turn-plans.db.test.ts",
    patches: [
      {
        file: "prisma/migrations/20261204000000_list_stuck/migration.sql",
        search: '"referral_code", "follow_up_at")',
        replacement: '"referral_code")',
      },
    ],
  },
  {
    name: "who is done takes away the day that a colleague set meanwhile",
    test: "lib/followups/follow-ups.db.test.ts",
    patches: [
      {
        file: "lib/followups/mutations.ts",
        search: 'if (row.followUpAt.getTime() !== at.getTime()) throw new AppError("changed_meanwhile");',
        replacement: "",
      },
    ],
  },
  {
    name: "what was cancelled is still to be come back to",
    test: "lib/followups/follow-ups.db.test.ts",
    patches: [
      { file: "lib/registrations/changes/moves.ts", search: "  endsFollowUp: true,\n", replacement: "" },
    ],
  },
  {
    name: "a line of work keeps whom a colleague looks after by now",
    test: "lib/followups/work.db.test.ts",
    patches: [
      {
        file: "lib/followups/work.ts",
        search: '...filterConditions(filter, { by: "created", scope: { environment, actor, now }, bind }),',
        replacement: "",
      },
    ],
  },
  {
    name: "a credential that was resumed asks about nobody for a day",
    test: "lib/credentials/mutations.db.test.ts",
    patches: [
      {
        file: "lib/credentials/mutations.ts",
        search: "look_refused_at = null, look_refused_reason = null,",
        replacement: "",
      },
    ],
  },
  {
    name: "a second press writes the follow-up once more",
    test: "lib/followups/follow-ups.db.test.ts",
    patches: [
      {
        file: "lib/followups/mutations.ts",
        search: "canFollowUp(row) && !isSo(row)",
        replacement: "canFollowUp(row)",
      },
    ],
  },
  {
    name: "who was never looked at stands nowhere among the progresses",
    test: "lib/registrations/list/page.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/turn.ts",
        search: 'progress === "NOT_CHECKED" ? "r.progress is null"',
        replacement: 'progress === "NOT_CHECKED" ? "false"',
      },
    ],
  },
  {
    name: "who was nudged today is quiet",
    test: "lib/registrations/list/page.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/turn.ts",
        search: "coalesce(r.stirred_at, r.invited_at)",
        replacement: "r.invited_at",
      },
    ],
  },
  {
    name: "what was put away is somebody's turn",
    test: "lib/registrations/list/query.test.ts",
    patches: [
      {
        file: "lib/registrations/list/turn.ts",
        search: 'if (isArchived) keep(turns.includes("nobody") ? STATUSES : [], PROGRESSES);\n    else {',
        replacement: "{",
      },
    ],
  },
  {
    name: "each of several values shows the rows of all of them",
    test: "lib/registrations/list/page.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/query.ts",
        search: "const ofStatus = status ? [`r.status = '$\u007bstatus}'`] : [];",
        replacement: "const ofStatus = status && part.length === 0 ? [`r.status = '$\u007bstatus}'`] : [];",
      },
    ],
  },
  {
    name: "what somebody else chose in a browser is one's own",
    test: "lib/registrations/list/whose.test.ts",
    patches: [
      {
        file: "lib/registrations/list/whose.ts",
        search: "if (personId === actor.id && (",
        replacement: "if ((",
      },
    ],
  },
  {
    name: "a copied cell is worked out by the spreadsheet",
    test: "lib/export/copy-form.test.ts",
    patches: [
      {
        file: "lib/export/copy-form.ts",
        search: "if (looksLikeFormula(text))",
        replacement: "if (looksLikeFormula(text) && false)",
      },
    ],
  },
  {
    name: "who sees no contacts copies those in names",
    test: "lib/export/export.db.test.ts",
    patches: [
      {
        file: "lib/export/rows.ts",
        search: "return seesContacts(actor) ? rows : rows.map((row) => shownTo(actor, row));",
        replacement: "return rows;",
      },
    ],
  },
  {
    name: "a page that was read backwards is shown backwards",
    test: "lib/registrations/list/page.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/page.ts",
        search: "(plan.isBackwards ? page.toReversed() : page)",
        replacement: "page",
      },
    ],
  },
  {
    name: "a walk from a place goes on by the sort instead of its direction",
    test: "lib/registrations/list/query.test.ts",
    patches: [
      {
        file: "lib/registrations/list/query.ts",
        search: 'place ? place.direction : sorted === "asc"',
        replacement: 'sorted === "asc"',
      },
    ],
  },
  {
    name: "a kept answer shows what nobody knows",
    test: "lib/doku/masking.test.ts",
    patches: [
      {
        file: "lib/doku/masking.ts",
        search: "  if (isSaid) return words;",
        replacement: "  return text;\n  if (isSaid) return words;",
      },
    ],
  },
  {
    name: "a silent reader keeps its place",
    test: "lib/slots.test.ts",
    patches: [
      {
        file: "lib/slots.ts",
        search: "          awaitReader();\n        } catch",
        replacement: "        } catch",
      },
    ],
  },
  {
    name: "one person takes all places",
    test: "lib/slots.test.ts",
    patches: [
      {
        file: "lib/slots.ts",
        search: " || taken.filter((id) => id === personId).length >= perPerson",
        replacement: "",
      },
    ],
  },
  {
    name: "HEAD opens a stream",
    test: "lib/server/route-handler.test.ts",
    patches: [
      {
        file: "lib/server/route-handler.ts",
        search: 'if (request.method === "HEAD" && permission !== "public")',
        replacement: 'if (request.method === "HEADER" && permission !== "public")',
      },
    ],
  },
  {
    name: "a stranger's large body is read",
    test: "lib/http/request-body.test.ts",
    patches: [
      {
        file: "lib/http/request-body.ts",
        search: "if (bytes <= STRANGER_BODY_MAX_BYTES && !isUntold) return null;",
        replacement: "return null;",
      },
    ],
  },
  {
    name: "the scheme of a page's address does not matter",
    test: "lib/http/request-origin.test.ts",
    patches: [
      {
        file: "lib/http/request-origin.ts",
        search: 'if (siteUrl.startsWith("https:") && !isLoopback(hostname)) return false;',
        replacement: "",
      },
    ],
  },
  {
    name: "leaked passwords are taken",
    test: "lib/users/password-rules.test.ts",
    patches: [
      {
        file: "lib/users/guessable-words.ts",
        search: "const ranked = { ...leaked.dictionary, ...indonesian.dictionary };",
        replacement: "const ranked = { ...indonesian.dictionary };",
      },
    ],
  },
  {
    name: "ADMIN_PASSWORD is hashed whatever it is",
    test: "lib/users/setup.db.test.ts",
    patches: [
      {
        file: "lib/users/first-admin.ts",
        search: '  if (checked?.ok === false) return { kind: "weak_password", problem: checked.problem };\n',
        replacement: "",
      },
    ],
  },
  {
    name: "signing in leads to wherever a form says",
    test: "lib/auth/session-cookie.test.ts",
    patches: [
      {
        file: "lib/auth/session-options.ts",
        search: "isOurs ? safeNextPath(pathOf(url, baseUrl)) : HOME_PATH",
        replacement: "pathOf(url, baseUrl)",
      },
    ],
  },
  {
    name: "a token is believed whatever it names",
    test: "lib/auth/session-cookie.test.ts",
    patches: [
      {
        file: "lib/auth/session-cookie.ts",
        search: 'typeof sessionId === "string" && UUID.test(sessionId)',
        replacement: 'typeof sessionId === "string"',
      },
    ],
  },
  {
    name: "a stranger's guesses keep a known device out",
    test: "lib/auth/sign-in.db.test.ts",
    patches: [
      {
        file: "lib/auth/sign-in.ts",
        search: "if (deviceId !== null) return",
        replacement: 'if (deviceId === "") return',
      },
    ],
  },
  {
    name: "strangers take every place for hashing",
    test: "lib/users/password.test.ts",
    patches: [
      {
        file: "lib/users/password.ts",
        search: '(who === "known" || running.stranger < MAX_STRANGERS_AT_ONCE)',
        replacement: "true",
      },
    ],
  },
  {
    name: "the log quotes what a stranger sent",
    test: "lib/http/json-console.test.ts",
    patches: [
      { file: "lib/http/json-console.ts", search: "(?:(?!\\1).)+(?:\\1|$)/gu", replacement: "(?!)/gu" },
    ],
  },
  {
    name: "production goes over clear text",
    test: "lib/env.test.ts",
    patches: [
      {
        file: "lib/env.ts",
        search: 'if (isClearText(NEXTAUTH_URL) && !isSimulator && MITRA_WITHOUT_TLS !== "true")',
        replacement: 'if (isClearText(NEXTAUTH_URL) && isSimulator && MITRA_WITHOUT_TLS !== "true")',
      },
    ],
  },
  {
    name: "text comes in with what no database stores",
    test: "lib/text/input.test.ts",
    patches: [
      {
        file: "lib/text/input.ts",
        search: "z.refine((typed) => !UNSTORABLE.test(typed)),",
        replacement: "z.refine(() => true),",
      },
    ],
  },
  {
    name: "the evidence of what is not sure is removed",
    test: "lib/worker/remove-old.db.test.ts",
    patches: [
      {
        file: "lib/worker/remove-old.ts",
        search: "and r.status not in ('QUEUED', 'UNCONFIRMED')",
        replacement: "and r.status <> 'QUEUED'",
      },
    ],
  },
  {
    name: "that a spreadsheet was emptied is said when all of it is",
    test: "lib/worker/remove-old.db.test.ts",
    patches: [
      {
        file: "lib/worker/remove-old.ts",
        search: "set rows_removed_at = coalesce(rows_removed_at, clock_timestamp()),",
        replacement: "set rows_removed_at = case when $2 < 500 then clock_timestamp() end,",
      },
    ],
  },
  {
    name: "a bulk job's items go while it is being taken back",
    test: "lib/worker/remove-old.db.test.ts",
    patches: [
      {
        file: "lib/worker/remove-old.ts",
        search: "where u.undo_of_id = j.id and u.finished_at is null)",
        replacement: "where u.undo_of_id = j.id and false)",
      },
    ],
  },
  {
    name: "answers that are old are looked for without an index",
    test: "lib/registrations/delivery/statement-plans.db.test.ts",
    patches: [
      {
        file: "prisma/migrations/20261129130000_keep_days/migration.sql",
        search: 'ON "attempt"("started_at") WHERE',
        replacement: 'ON "attempt"("id") WHERE',
      },
    ],
  },
  {
    name: "a dash is a partner reference",
    test: "lib/imports/checking/check.test.ts",
    patches: [
      {
        file: "lib/imports/checking/row-input.ts",
        search: 'const isNamed = named !== "" && placeholderIn(named) !== "nothing";',
        replacement: 'const isNamed = named !== "" && placeholderIn(named) !== "doubtful";',
      },
    ],
  },
  {
    name: "a row that the check found ready is refused when it is sent",
    test: "lib/imports/checking/check.test.ts",
    patches: [
      {
        file: "lib/imports/sending/row-decision.ts",
        search: "existing ? keptReference(existing) : partnerReferenceOfRow(row.rowKey);",
        replacement: 'existing ? keptReference(existing) : "-";',
      },
    ],
  },
  {
    name: "a dash is a name",
    test: "lib/registrations/input/schema.test.ts",
    patches: [
      {
        file: "lib/registrations/input/fields.ts",
        search: 'if (name === "" || placeholder === "nothing") {',
        replacement: 'if (name === "") {',
      },
    ],
  },
  {
    name: "of two addresses the first is taken",
    test: "lib/text/email.test.ts",
    patches: [
      {
        file: "lib/text/email.ts",
        search: 'if (address !== undefined && addresses.length > 1) return choose("email_two", addresses);',
        replacement: "",
      },
    ],
  },
  {
    name: "a note has to be accepted",
    test: "lib/imports/checking/check.test.ts",
    patches: [
      {
        file: "lib/imports/checking/check.ts",
        search: ": warnings.every(isNote)",
        replacement: ": warnings.length === 0",
      },
    ],
  },
  {
    name: "a number of a town is a landline",
    test: "lib/registrations/input/phone.test.ts",
    patches: [
      {
        file: "lib/registrations/input/phone.ts",
        search:
          "return isLocal(digits) ? areaCodeMissing(digits.length) : readIndonesian(dropCallingCode(digits));",
        replacement: "return readIndonesian(dropCallingCode(digits));",
      },
    ],
  },
  {
    name: "the operator's prefix is China",
    test: "lib/registrations/input/phone.test.ts",
    patches: [
      {
        file: "lib/registrations/input/phone.ts",
        search: 'if (dialled && !plus) return readIndonesian(dialled[1] ?? "");',
        replacement: "",
      },
    ],
  },
  {
    name: "a synonym is taken without a person",
    test: "lib/imports/reading/mapping-proposal.test.ts",
    patches: [
      {
        file: "lib/imports/reading/mapping-proposal.ts",
        search: 'const isCertain = field !== "" && field !== "?";',
        replacement: 'const isCertain = field !== "?";',
      },
    ],
  },
  {
    name: "a heading that may name a field waits for nobody",
    test: "lib/imports/checking/edits.db.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/rows/headings.ts",
        search: 'return isDecided || !mayFill(headings[column] ?? "", certain) ? field : "?";',
        replacement: "return field;",
      },
    ],
  },
  {
    name: "the seller's address is guessed for the merchant's",
    test: "lib/registrations/input/field-words.test.ts",
    patches: [
      {
        file: "lib/registrations/input/field-words.ts",
        search: 'if (has("seller", "referral")) return nameOfSeller(kinds);',
        replacement: "",
      },
    ],
  },
  {
    name: "a title of two cells is the headings",
    test: "lib/spreadsheet/sheet.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/rows/heading-row.ts",
        search: "if (ours !== null) return ours;",
        replacement: "",
      },
    ],
  },
  {
    name: "zeros lost in a spreadsheet program are not asked about",
    test: "lib/imports/field-pastes.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/findings.ts",
        search: "if (column >= 0) await tellOfEarlierValues(tx, batch, column);",
        replacement: "",
      },
    ],
  },
  {
    name: "what was replaced may still be sent",
    test: "lib/imports/checking/replace.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/replace.ts",
        search: "set status = 'stopped', finished_at",
        replacement: "set finished_at",
      },
    ],
  },
  {
    name: "another person's upload is replaced",
    test: "lib/imports/checking/replace.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/replace.ts",
        search: 'each.createdById === actor.id && each.status === "checked"',
        replacement: 'each.status === "checked"',
      },
    ],
  },
  {
    name: "a row that was refused was not sent",
    test: "components/import/import-progress.test.ts",
    patches: [
      {
        file: "components/import/import-progress.ts",
        search: "unsure - waiting - refused)",
        replacement: "unsure - waiting)",
      },
    ],
  },
  {
    name: "a pasted message is a name",
    test: "lib/registrations/input/schema.test.ts",
    patches: [
      {
        file: "lib/registrations/input/fields.ts",
        search: "    ...warnChat(field, name),\n",
        replacement: "",
      },
    ],
  },
  {
    name: "a problem of the form stands beside no field",
    test: "lib/registrations/input/schema.test.ts",
    patches: [
      {
        file: "lib/registrations/input/schema.ts",
        search: "issueOf(input[field], problem, [field])",
        replacement: "issueOf(input[field], problem)",
      },
    ],
  },
  {
    name: "a form stands still where its rules cannot be fetched",
    test: "components/forms/rules-resolver.test.ts",
    patches: [
      {
        file: "components/forms/rules-resolver.ts",
        search: "await loadResolver(load).catch(() => null)",
        replacement: "await loadResolver(load)",
      },
    ],
  },
  {
    name: "a form sends what its rules made of the words, not the words",
    test: "components/forms/rules-resolver.test.ts",
    patches: [
      { file: "components/forms/zod-rules.ts", search: "{ raw: true }", replacement: "{ raw: false }" },
    ],
  },
  {
    name: "what comes next asks the database",
    test: "lib/house.test.ts",
    patches: [
      {
        file: "lib/registrations/life/next-step.ts",
        search: 'import type { Outcome } from "@/lib/doku/outcome";\n',
        replacement:
          'import { database } from "@/lib/db";\nimport type { Outcome } from "@/lib/doku/outcome";\n',
      },
    ],
  },
  {
    name: "a rule is handed a connection",
    test: "lib/house.test.ts",
    patches: [
      {
        file: "lib/registrations/status.ts",
        search: "export const STATUSES =",
        replacement: 'import type { Pool } from "pg";\n\nexport const STATUSES =',
      },
    ],
  },
  {
    name: "a rule draws its own chance",
    test: "lib/house.test.ts",
    patches: [
      {
        file: "lib/registrations/life/retry-policy.ts",
        search: "2 * JITTER * random)",
        replacement: "2 * JITTER * Math.random())",
      },
    ],
  },
  {
    name: "a file has no layer",
    test: "lib/house.test.ts",
    patches: [
      {
        file: "lib/testing/layers.ts",
        search: '"next-step retry-policy"',
        replacement: '"next-step"',
      },
    ],
  },
  {
    name: "a component takes what sends rows",
    test: "lib/house.test.ts",
    patches: [
      {
        file: "components/import/import-words.ts",
        search: 'import type { Translator } from "@/lib/i18n/translator";\n',
        replacement:
          'import type { Translator } from "@/lib/i18n/translator";\nimport { handOut } from "@/lib/imports/sending/hand-out";\n',
      },
    ],
  },
  {
    name: "a download asks nobody who it is for",
    test: "lib/house.test.ts",
    patches: [
      {
        file: "app/(console)/registrations/export/route.ts",
        search: "export const POST = defineRoute(",
        replacement: "export const POST = (",
      },
    ],
  },
  {
    name: "two rooms import types of each other",
    test: "lib/house.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/sweep.ts",
        search: 'import { CLAIM_SECONDS } from "@/lib/registrations/delivery/claim";\n',
        replacement:
          'import type { Assignee } from "@/lib/registrations/changes/owner";\nimport { CLAIM_SECONDS } from "@/lib/registrations/delivery/claim";\n',
      },
    ],
  },
  {
    name: "the environment may come into a page",
    test: "lib/house.test.ts",
    patches: [{ file: "lib/env.ts", search: 'import "server-only";\n', replacement: "" }],
  },
  {
    name: "a file grows without an end",
    test: "lib/house.test.ts",
    patches: [
      {
        file: "lib/registrations/life/state.ts",
        search: "\n/** A business that DOKU told of. */",
        replacement: "\n".repeat(300),
      },
    ],
  },
  {
    name: "an export that nothing imports",
    test: "scripts/test/checks.test.ts",
    patches: [
      {
        file: "lib/i18n/locale.ts",
        search: "\nconst DEFAULT_LOCALE",
        replacement: "\nexport const DEFAULT_LOCALE",
      },
    ],
  },
  {
    name: "a page tries to build its schemas with eval",
    test: "lib/house.test.ts",
    patches: [{ file: "lib/text/input.ts", search: 'import "@/lib/zod-without-eval";\n', replacement: "" }],
  },
  {
    name: "a credential keeps its quotation marks",
    test: "lib/env.test.ts",
    patches: [
      {
        file: "lib/env.ts",
        search: "text === undefined || !QUOTED.test(text)",
        replacement: 'text === undefined || text !== ""',
      },
    ],
  },
  {
    name: "a merchant whose reference DOKU calls used cannot be named as found",
    test: "lib/registrations/changes/mutations.db.test.ts",
    patches: [
      {
        file: "lib/registrations/status.ts",
        search: 'return problemField === "partnerReference" || cause === NOT_SENT_BY_PERSON || wasPutBack;',
        replacement: "return wasPutBack;",
      },
    ],
  },
  {
    name: "a person gets the digest of one morning twice",
    test: "lib/digest/send.db.test.ts",
    patches: [
      {
        file: "lib/digest/send.ts",
        search: "and (u.digest_sent_for is null or u.digest_sent_for < due.day)",
        replacement: "and (u.digest_sent_for is distinct from due.day or random() < 0.5)",
      },
    ],
  },
  {
    name: "anybody may switch off anybody's digest",
    test: "lib/digest/digest.test.ts",
    patches: [
      {
        file: "lib/digest/digest.ts",
        search: "? userId : null;",
        replacement: "? userId : userId;",
      },
    ],
  },
  {
    name: "a person's question goes before sends under a limit",
    test: "lib/progress/looks/looks.db.test.ts",
    patches: [
      {
        file: "lib/progress/looks/due.ts",
        search: "!(isWaitedFor && row.rateLimit === null)",
        replacement: "!isWaitedFor",
      },
    ],
  },
  {
    name: "an index whose building was cut off is taken for one",
    test: "lib/migrate.db.test.ts",
    patches: [
      {
        file: "lib/migrate.ts",
        search: "if (rows[0]?.isUnfinished)",
        replacement: "if (rows.length > 1)",
      },
    ],
  },
  {
    name: "a migration takes its tables one after the other",
    test: "lib/migrate.db.test.ts",
    patches: [
      {
        file: "lib/migrate.ts",
        search: "      await lockTables(client, migration, log);\n",
        replacement: "",
      },
    ],
  },
  {
    name: "a spreadsheet of a restored backup goes on although nobody has looked",
    test: "lib/restores/marks/notice.db.test.ts",
    patches: [
      {
        file: "lib/imports/sending/send.ts",
        search: "if (wasPutBack && !hasLooked) throw",
        replacement: "if (wasPutBack && hasLooked === null) throw",
      },
    ],
  },
  {
    name: "a row goes again that a restored backup knows as unsent",
    test: "lib/imports/sending/run.db.test.ts",
    patches: [
      {
        file: "lib/imports/sending/row-decision.ts",
        search: "if (existing?.wasPutBack) return",
        replacement: "if (existing?.wasPutBack && existing.isArchived) return",
      },
    ],
  },
  {
    name: "the check lets a row through that a restored backup knows as unsent",
    test: "lib/imports/checking/findings.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/findings-sql.ts",
        search: "r.status in ('DRAFT', 'NEEDS_FIX', 'FAILED')",
        replacement: "r.status in ('DRAFT')",
      },
    ],
  },
  {
    name: "a changed secret counts as tried because the one before was",
    test: "lib/credentials/gate/gate.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/gate.ts",
        search: "            usable_at = case when key_version is not distinct from $4 then usable_at end,\n",
        replacement: "",
      },
    ],
  },
  {
    name: "a merchant of whom DOKU told late is sent again under the envelope that replaced theirs",
    test: "lib/registrations/delivery/late-answers.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/record.ts",
        search: "row.requestId === claim.requestId || madeNothing.has(row.id)",
        replacement: "row.requestId === claim.requestId || madeNothing.size < 0",
      },
    ],
  },
  {
    name: "a draft of a backup whose merchant DOKU told of is sent once more",
    test: "lib/restores/marks/notice.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/record.ts",
        search: "r.status in ('DRAFT', 'QUEUED'",
        replacement: "r.status in ('QUEUED'",
      },
    ],
  },
  {
    name: "a late id calls invited what may have made a second business",
    test: "lib/registrations/delivery/late-answers.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/record.ts",
        search: "('DRAFT', 'QUEUED', 'NEEDS_FIX', 'FAILED') and r.claim_holder is null\n     and not exists",
        replacement:
          "('DRAFT', 'QUEUED', 'NEEDS_FIX', 'FAILED')\n     and $1::uuid[] is not null or not exists",
      },
    ],
  },
  {
    name: "what the secret before was answered opens the gate for the changed one",
    test: "lib/registrations/delivery/odd-circumstances.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/gate.ts",
        search: "and key_version is not distinct from $3\n     and (usable_at is null",
        replacement: "and $3::text is not null\n     and (usable_at is null",
      },
    ],
  },
  {
    name: "a 429 to the secret before opens the gate for the changed one",
    test: "lib/credentials/gate/gate.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/gate.ts",
        search: "and key_version is not distinct from $3`;",
        replacement: "and $3::text is not null`;",
      },
    ],
  },
  {
    name: "what waits still goes when a spreadsheet is stopped",
    test: "lib/imports/sending/run.db.test.ts",
    patches: [
      {
        file: "lib/imports/sending/send.ts",
        search: "    await takeBack(tx, actor, batch.id);\n",
        replacement: "",
      },
    ],
  },
  {
    name: "who was put off is quiet all the same among the figures",
    test: "lib/insights/after-queries.db.test.ts",
    patches: [
      {
        file: "lib/insights/after-queries.ts",
        search: '...turnConditions("all", filter, { now, bind }),',
        replacement:
          "\"r.status = 'INVITED' and (r.progress is null or r.progress in ('INVITED', 'IN_PROGRESS'))\",",
      },
    ],
  },
  {
    name: "a reminder that failed counts as one",
    test: "lib/insights/after-queries.db.test.ts",
    patches: [
      {
        file: "lib/insights/after-queries.ts",
        search: "and n.state <> 'failed' ",
        replacement: "",
      },
    ],
  },
  {
    name: "what a backup knows as a draft is sent without a question",
    test: "lib/registrations/changes/mutations.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/register.ts",
        search: "const warnings: Problem[] = before?.wasPutBack",
        replacement: "const warnings: Problem[] = before && !before",
      },
    ],
  },
  {
    name: "what a backup knows as not sent is sent again in bulk",
    test: "lib/registrations/changes/mutations.db.test.ts",
    patches: [
      {
        file: "lib/bulk/run.ts",
        search: ' && !(job.kind === "retry" && row.wasPutBack)',
        replacement: "",
      },
    ],
  },
  {
    name: "lines are taken apart without a word",
    test: "lib/spreadsheet/sheet.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/csv/read.ts",
        search: "lines.apart += 1;",
        replacement: "lines.asTheyAre += 0;",
      },
    ],
  },
  {
    name: "headings that people have are counted as a row of another sheet",
    test: "lib/spreadsheet/xlsx/sheet-choice.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/rows/heading-row.ts",
        search: " || countNamedThings(cells) >= ENOUGH_NAMED_THINGS;",
        replacement: ";",
      },
    ],
  },
  {
    name: "a row that is being sent waits",
    test: "lib/registrations/status-word.test.ts",
    patches: [
      {
        file: "lib/registrations/status.ts",
        search: 'sending && status === "QUEUED" ? "sending" : status',
        replacement: "status",
      },
    ],
  },
  {
    name: "what was changed by hand is replaced without a word",
    test: "lib/imports/checking/replace.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/replace.ts",
        search: "e.left_out <> e.is_hidden or e.accepted_reason is not null or ",
        replacement: "",
      },
    ],
  },
  {
    name: "a sentence runs into what there is to press",
    test: "components/import/import-words.test.ts",
    patches: [
      {
        file: "components/import/import-words.ts",
        search: 'sentence === "" ||',
        replacement: "sentence.length > 0 ||",
      },
    ],
  },
  {
    name: "a draft that a backup brought back gets another reference",
    test: "lib/registrations/changes/mutations.db.test.ts",
    patches: [
      {
        file: "lib/registrations/ever-sent.ts",
        search: "coalesce(r.queued_at, r.created_at)",
        replacement: "r.queued_at",
      },
    ],
  },
  {
    name: "the audit log of one person is everybody's",
    test: "lib/audit/log/queries.db.test.ts",
    patches: [
      {
        file: "lib/audit/log/entries.ts",
        search: "actor_id = $\u007bput(filter.person)}",
        replacement: "$\u007bput(filter.person)} <> ''",
      },
    ],
  },
  {
    name: "the audit log ends where its time was up",
    test: "lib/audit/log/queries.db.test.ts",
    patches: [
      {
        file: "lib/audit/log/queries.ts",
        search: "return { matches, stoppedAt: piece.last };",
        replacement: "return { matches, stoppedAt: null };",
      },
    ],
  },
  {
    name: "a person ends somebody else's session",
    test: "lib/users/profile.db.test.ts",
    patches: [
      {
        file: "lib/users/profile.ts",
        search: "endSession(tx, sessionId, actor.id)",
        replacement: "endSession(tx, sessionId)",
      },
    ],
  },
  {
    name: "the reason for a duplicate is kept with a typo that was accepted beside it",
    test: "lib/imports/checking/edits.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/edits.ts",
        search: "asksReason || input.position !== null",
        replacement: "asksReason || input.reason !== null",
      },
    ],
  },
  {
    name: "a week counts its first day only",
    test: "lib/insights/insight-view.test.ts",
    patches: [
      {
        file: "lib/insights/insight-view.ts",
        search: "totalCounts([last, { counts }])",
        replacement: "last.counts",
      },
    ],
  },
  {
    name: "an answer about another business is believed",
    test: "lib/doku/client.calls.test.ts",
    patches: [
      {
        file: "lib/doku/business-data.ts",
        search: "isPresent(id) && id !== businessId",
        replacement: "id === null",
      },
    ],
  },
  {
    name: "what DOKU told of a business is logged",
    test: "lib/doku/client.calls.test.ts",
    patches: [
      {
        file: "lib/doku/client.ts",
        search: "ending: ending.kind, reason,",
        replacement: "ending: ending.kind, told: ending, reason,",
      },
    ],
  },
  {
    name: "a GET is signed with a digest",
    test: "lib/doku/client.calls.test.ts",
    patches: [
      {
        file: "lib/doku/signed-call.ts",
        search: "    body: call.body,\n",
        replacement: '    body: call.body ?? "",\n',
      },
    ],
  },
  {
    name: "a business that was rejected is taken for an answer that is in error",
    test: "lib/doku/client.calls.test.ts",
    patches: [
      { file: "lib/doku/call-ending.ts", search: "{ ...json, status: undefined }", replacement: "json" },
    ],
  },
  {
    name: "a 404 of a business that is not complete is taken for a call that is not offered",
    test: "lib/doku/client.calls.test.ts",
    patches: [
      {
        file: "lib/doku/call-ending.ts",
        search: 'isOfBusiness && refusal === "http_404"',
        replacement: 'isOfBusiness && refusal === "http_405"',
      },
    ],
  },
  {
    name: "a test that DOKU refused does not count as refused",
    test: "lib/credentials/try-credential.db.test.ts",
    patches: [
      {
        file: "lib/credentials/credential-test.ts",
        search: 'if (token.kind === "refused") return "refused";',
        replacement: "",
      },
    ],
  },
  {
    name: "DOKU is asked about a merchant while a registration is due",
    test: "lib/progress/looks/looks.db.test.ts",
    patches: [
      {
        file: "lib/progress/looks/due.ts",
        search: 'if (row.sendsFirst) return "sends_first";',
        replacement: "",
      },
    ],
  },
  {
    name: "a registration waits for the place of a question",
    test: "lib/progress/looks/looks.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/rate-limit.ts",
        search: "index === 0 && isAfterLook ? nowMs",
        replacement: "index < 0 ? nowMs",
      },
    ],
  },
  {
    name: "a merchant is reminded again within a day, and nobody said so",
    test: "lib/nudges/remind.db.test.ts",
    patches: [
      {
        file: "lib/nudges/remind.ts",
        search: 'if (cooling && request.overrides !== cooling.at) return { kind: "cooling", cooling };',
        replacement: "",
      },
    ],
  },
  {
    name: "many are reminded again within a day",
    test: "lib/bulk/nudge.db.test.ts",
    patches: [{ file: "lib/bulk/kinds.ts", search: 'if (isCooling) return "cooling";', replacement: "" }],
  },
  {
    name: "a restored job of reminders goes on as if nothing had left",
    test: "lib/bulk/nudge.db.test.ts",
    patches: [
      { file: "lib/bulk/nudge.ts", search: 'if (job.wasPutBack) return "maybe_reminded";', replacement: "" },
    ],
  },
  {
    name: "a note of many is wiped where none was written",
    test: "lib/followups/follow-ups.db.test.ts",
    patches: [
      { file: "lib/bulk/run.ts", search: "note: note ?? undefined", replacement: 'note: note ?? ""' },
    ],
  },
  {
    name: "a mention is counted on after it was seen",
    test: "lib/notes/notes.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/needs-you.ts",
        search: "and seen_at is null order by note_id",
        replacement: "order by note_id",
      },
    ],
  },
  {
    name: "an e-mail leaves before it is written down",
    test: "lib/nudges/remind.db.test.ts",
    patches: [
      {
        file: "lib/nudges/remind.ts",
        search: "const written = await inTransaction(",
        replacement:
          'if (request.channel === "email") await send({ to: "", replyTo: null, subject: request.subject, text: request.body });\n  const written = await inTransaction(',
      },
    ],
  },
  {
    name: "a reminder tells the merchant one of our ids",
    test: "lib/nudges/remind.db.test.ts",
    patches: [
      {
        file: "lib/nudges/message-text.ts",
        search: "if (own !== undefined) return own;",
        replacement: "",
      },
    ],
  },
  {
    name: "an e-mail that may have been sent is called not sent",
    test: "lib/mail/mailer.test.ts",
    patches: [
      {
        file: "lib/mail/mail-ending.ts",
        search: '{ kind: "unsure", reason: "no_answer" };',
        replacement: '{ kind: "failed", reason: "no_answer" };',
      },
    ],
  },
  {
    name: "an e-mail that failed counts as a reminder",
    test: "lib/nudges/remind.db.test.ts",
    patches: [
      {
        file: "lib/nudges/nudge-rows.ts",
        search: 'if (ending.kind !== "failed") return;',
        replacement: "return;",
      },
    ],
  },
  {
    name: "DOKU repeating itself overwrites what a person said",
    test: "lib/progress/decide.test.ts",
    patches: [
      {
        file: "lib/progress/decide.ts",
        search: "return toldBefore !== null && isSame(told, toldBefore) ? null : told;",
        replacement: "return told;",
      },
    ],
  },
  {
    name: "an answer that was asked for before a person spoke overwrites what they said",
    test: "lib/progress/decide.test.ts",
    patches: [
      {
        file: "lib/progress/decide.ts",
        search: "if (standing.saidAt !== null && askedAt <= standing.saidAt) return null;",
        replacement: "",
      },
    ],
  },
  {
    name: "a value's new meaning overwrites what DOKU said meanwhile",
    test: "lib/progress/mutations.db.test.ts",
    patches: [
      {
        file: "lib/progress/follow-meaning.ts",
        search: "await tx.query(LOCK, [ids]);",
        replacement: "void LOCK;",
      },
    ],
  },
  {
    name: "a value that says nothing keeps its merchants where it had put them",
    test: "lib/progress/mutations.db.test.ts",
    patches: [
      {
        file: "lib/progress/follow-meaning.ts",
        search: "if (standing.progress !== null) await takeProgressBack(tx, taken);",
        replacement: "void takeProgressBack, taken;",
      },
    ],
  },
  {
    name: "what changed at DOKU while a person spoke counts as known to them",
    test: "lib/progress/looks/looks.db.test.ts",
    patches: [
      {
        file: "lib/progress/looks/record.ts",
        search: "row.isInvited && wasSpokenInto(row, askedAt)",
        replacement: "false && wasSpokenInto(row, askedAt)",
      },
    ],
  },
  {
    name: "whom a person says not to be verified is left alone like the verified",
    test: "lib/progress/looks/looks.db.test.ts",
    patches: [{ file: "lib/progress/write.ts", search: "longestWaitMs(to)", replacement: "1e12" }],
  },
  {
    name: "an answer of DOKU's that says nothing of the progress is named as the time at which it said so",
    test: "lib/progress/mutations.db.test.ts",
    patches: [
      {
        file: "lib/progress/queries.ts",
        search: "said !== null && isSame(said, row)",
        replacement: "row.toldAt !== null",
      },
    ],
  },
  {
    name: "what DOKU has otherwise overwrites what was sent",
    test: "lib/progress/looks/looks.db.test.ts",
    patches: [
      {
        file: "lib/progress/looks/record.ts",
        search: "await keepNewBrands(tx, look, {",
        replacement:
          'await tx.query("update registration set business_name = coalesce($2, business_name) where id = $1", [look.registrationId, name]);\n  await keepNewBrands(tx, look, {',
      },
    ],
  },
  {
    name: "each reminder asks DOKU anew for what it did not tell",
    test: "lib/nudges/refresh-documents.db.test.ts",
    patches: [
      {
        file: "lib/nudges/document-lists.ts",
        search: "asked.fetched_at < clock_timestamp()",
        replacement: "asked.fetched_at <= clock_timestamp() + interval '1 year'",
      },
    ],
  },
  {
    name: "DOKU is asked for one list by everybody who looks before it has answered",
    test: "lib/nudges/refresh-documents.db.test.ts",
    patches: [
      {
        file: "lib/nudges/refresh-documents.ts",
        search: "if (taken.rowCount === 0)",
        replacement: "if (taken.rowCount === null)",
      },
    ],
  },
  {
    name: "sends go on after a 429 to the question for documents",
    test: "lib/nudges/refresh-documents.db.test.ts",
    patches: [
      {
        file: "lib/nudges/refresh-documents.ts",
        search: 'if (ending.kind === "slowed_down")',
        replacement: 'if (ending.kind === "slowed_down" && ending.retryAfterMs === 0)',
      },
    ],
  },
  {
    name: "who could not hand its jobs back goes as if nothing were left",
    test: "lib/worker/queue-runner.db.test.ts",
    patches: [
      {
        file: "lib/worker/queue-runner.ts",
        search: "if (stopping.aborted) return false;",
        replacement: "if (stopping.aborted) return true;",
      },
    ],
  },
  {
    name: "work that failed leaves nothing behind",
    test: "lib/holders/shutdown.test.ts",
    patches: [
      {
        file: "lib/holders/shutdown.ts",
        search: 'left for the others to take over");\n        return false;',
        replacement: 'left for the others to take over");\n        return true;',
      },
    ],
  },
  {
    name: "several registrations are taken as they are met",
    test: "lib/registrations/life/lock-order.db.test.ts",
    patches: [
      {
        file: "lib/registrations/life/state.ts",
        search: " order by r.id for no key update of r",
        replacement: " for no key update of r",
      },
    ],
  },
  {
    name: "what keeps a process from coming back is logged with each try",
    test: "lib/holders/reconnect.db.test.ts",
    patches: [
      {
        file: "lib/holders/holder.ts",
        search: "if (!told.has(words)) logger.warn",
        replacement: "logger.warn",
      },
    ],
  },
  {
    name: "a migration whose end nobody has heard of is called undone",
    test: "lib/migrate.db.test.ts",
    patches: [
      {
        file: "lib/migrate.ts",
        search: "const isUndone = !isEnding ||",
        replacement: "const isUndone = isEnding ||",
      },
    ],
  },
  {
    name: "what a restore pauses is asked for by a process's own clock",
    test: "lib/house.test.ts",
    patches: [
      {
        file: "lib/restores/marks/notice.ts",
        search: "await enqueueDrain(tx, id);",
        replacement: "await enqueueDrain(tx, id, new Date());",
      },
    ],
  },
  {
    name: "a clock that is ahead asks twenty times a second",
    test: "lib/server/patience.test.ts",
    patches: [
      {
        file: "lib/server/patience.ts",
        search: "SHORTEST_MS * GROWTH ** (looks - 1)",
        replacement: "SHORTEST_MS",
      },
    ],
  },
  {
    name: "what was cleaned in bulk and waits to be sent loses its items",
    test: "lib/worker/remove-old.db.test.ts",
    patches: [
      {
        file: "lib/bulk/kinds.ts",
        search: '["retry", "check", "clean"]',
        replacement: '["retry", "check"]',
      },
    ],
  },
  {
    name: "the log has the row that the database refused",
    test: "lib/logger.test.ts",
    patches: [
      { file: "lib/logger.ts", search: "    serializers: { err: describeError },\n", replacement: "" },
    ],
  },
  {
    name: "a viewer reads contacts in the name of the file that took another's place",
    test: "lib/imports/checking/edits.db.test.ts",
    patches: [
      {
        file: "lib/imports/queries.ts",
        search: "fileName: showLabel(actor, replacedBy.fileName)",
        replacement: "fileName: replacedBy.fileName as never",
      },
    ],
  },
  {
    name: "a viewer reads contacts in the names of a file's sheets",
    test: "lib/imports/checking/edits.db.test.ts",
    patches: [
      {
        file: "lib/imports/queries.ts",
        search: "row.facts && showFacts(actor, row.facts)",
        replacement: "row.facts",
      },
    ],
  },
  {
    name: "what failed on the way in stands in its own words in an address",
    test: "lib/auth/next-auth.test.ts",
    patches: [
      {
        file: "lib/auth/next-auth.ts",
        search: '.catch((error: unknown) => failureOf(error, "sign-in"))',
        replacement: "",
      },
    ],
  },
  {
    name: "a viewer reads contacts in the names of files that a restore holds",
    test: "lib/restores/marks/notice.db.test.ts",
    patches: [
      {
        file: "lib/restores/queries.ts",
        search: "fileName: showLabel(actor, row.fileName)",
        replacement: "fileName: row.fileName as never",
      },
    ],
  },
  {
    name: "a number between underscores or long dashes is no number to the masks",
    test: "lib/doku/masking.test.ts",
    patches: [{ file: "lib/doku/masking.ts", search: "[\\s()./_·\\p{Pd}]", replacement: "[\\s().-]" }],
  },
  {
    name: "an address in wide signs is no address to the masks",
    test: "lib/doku/masking.test.ts",
    patches: [
      {
        file: "lib/doku/masking.ts",
        search: 'const plain = text.normalize("NFKC");',
        replacement: "const plain = text;",
      },
    ],
  },
  {
    name: "an upload goes on after its person was shut out",
    test: "lib/server/living-session.db.test.ts",
    patches: [
      {
        file: "lib/server/living-session.ts",
        search: "    await requireIn();\n    yield piece;",
        replacement: "    yield piece;",
      },
    ],
  },
  {
    name: "an upload is kept whose person was shut out before its end",
    test: "lib/server/living-session.db.test.ts",
    patches: [
      { file: "lib/server/living-session.ts", search: "  }\n  await requireIn();\n", replacement: "  }\n" },
    ],
  },
  {
    name: "a credential is resumed twice, and told so, by two people at once",
    test: "lib/credentials/mutations.db.test.ts",
    patches: [
      {
        file: "lib/credentials/mutations.ts",
        search: "   where id = $1 and paused_at = $2::timestamptz`;",
        replacement: "   where id = $1 and $2::text is not null`;",
      },
    ],
  },
  {
    name: "a view is changed by two presses at once as if each were the first",
    test: "lib/views/views.db.test.ts",
    patches: [
      {
        file: "lib/views/mutations.ts",
        search: "::uuid for update`;",
        replacement: "::uuid`;",
      },
    ],
  },
  {
    name: "a digest is told to be switched off twice",
    test: "lib/digest/send.db.test.ts",
    patches: [
      {
        file: "lib/digest/mutations.ts",
        search: "where: { id: userId, digestOff: !isOff },",
        replacement: "where: { id: userId },",
      },
    ],
  },
  {
    name: "a quotation mark joins the cells of a copied row",
    test: "lib/export/copy-form.test.ts",
    patches: [
      { file: "lib/export/copy-form.ts", search: "text.startsWith('\"')", replacement: "text === '\"'" },
    ],
  },
  {
    name: "who was shut out meanwhile gets the password they asked for",
    test: "lib/users/profile.db.test.ts",
    patches: [
      {
        file: "lib/users/profile.ts",
        search: '    await requireStillAllowed(tx, actor, "profile.write");\n',
        replacement: "",
      },
    ],
  },
  {
    name: "a session that is opened locks old ones before the person",
    test: "lib/users/sessions.db.test.ts",
    patches: [
      {
        file: "lib/users/sessions.ts",
        search: "  const [opened] = await tx.$queryRaw<{ id: string }[]>`\n    insert",
        replacement:
          "  await tx.$executeRawUnsafe(\"delete from session where user_id = $1::uuid and expires_at < now() - interval '30 days'\", userId);\n  const [opened] = await tx.$queryRaw<{ id: string }[]>`\n    insert",
      },
    ],
  },
];

export const BUGS = [
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
    name: "whoever swept too early waits for a whole round",
    test: "lib/registrations/delivery/sweep.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/sweep.ts",
        search: "({ nextMs } = await sweepDeadHolders(",
        replacement: "void (await sweepDeadHolders(",
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
    name: "a send without a place under the rate limit leaves it open whether it was sent",
    test: "lib/registrations/delivery/drain.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/send-in-place.ts",
        search: "hasPlace ? claim : { ...claim, mayWrite: () => false }",
        replacement: "claim",
      },
    ],
  },
  {
    name: "time in which no worker ran is counted as a day of tries",
    test: "lib/registrations/delivery/liveness.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/sweep.ts",
        search: "when c.blocked_since is null then idle.ms else 0 end",
        replacement: "when c.blocked_since is null then 0 else 0 end",
      },
    ],
  },
  {
    name: "a claim of which its process never learnt counts as one that may have arrived",
    test: "lib/registrations/delivery/database-away.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/unlearnt-claims.ts",
        search: "if (taken.length === 0) return;",
        replacement: "if (taken.length >= 0) return;",
      },
    ],
  },
  {
    name: "a form that was claimed and never learnt of counts as one that may have arrived",
    test: "lib/registrations/delivery/unreachable-database.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/register-new.ts",
        search: "if (claimer) endUnlearnt(",
        replacement: "if (claimer === null) endUnlearnt(",
      },
    ],
  },
  {
    name: "a clock that is put back holds what was planned by it as it was before",
    test: "lib/registrations/delivery/clock-put-back.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/sweep.ts",
        search: "if (putBackSeconds > 0) await",
        replacement: "if (putBackSeconds > 1e9) await",
      },
    ],
  },
];

export const BUGS = [
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
    name: "rows that come one by one take every place of a worker",
    test: "lib/worker/tasks.db.test.ts",
    patches: [{ file: "lib/worker/tasks.ts", search: "CONCURRENCY - 3;", replacement: "CONCURRENCY + 3;" }],
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
];

export const BUGS = [
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
    name: "a job goes on giving registrations to who has left",
    test: "lib/bulk/bulk.db.test.ts",
    patches: [
      {
        file: "lib/registrations/changes/owner.ts",
        search: 'return isActive && mayOwn(person) ? "done" : "assignee_gone";',
        replacement: 'return isActive || mayOwn(person) ? "done" : "assignee_gone";',
      },
    ],
  },
  {
    name: "a reminder in the air of a stopped job stands as not begun when its process dies",
    test: "lib/bulk/nudge.db.test.ts",
    patches: [
      {
        file: "lib/bulk/nudge.ts",
        search: 'if (job?.status !== "running" && job?.status !== "stopped") return',
        replacement: 'if (job?.status !== "running") return',
      },
    ],
  },
  {
    name: "an undo that was stopped is over for ever",
    test: "lib/bulk/bulk.db.test.ts",
    patches: [
      {
        file: "lib/bulk/start.ts",
        search: "if (!isOver || isLeft.rowCount === 0) return",
        replacement: "if (isOver || isLeft.rowCount === 0) return",
      },
    ],
  },
  {
    name: "the rest of an undo is done in the name of whoever stopped it",
    test: "lib/bulk/bulk.db.test.ts",
    patches: [
      {
        file: "lib/bulk/start.ts",
        search: "finished_at = null, created_by_id = $2, skipped",
        replacement: "finished_at = null, created_by_id = coalesce(created_by_id, $2), skipped",
      },
    ],
  },
  {
    name: "those left out are reminded in the name of whoever began it",
    test: "lib/bulk/nudge.db.test.ts",
    patches: [
      {
        file: "lib/bulk/remind-left-out.ts",
        search: "created_by_id = $3, skipped",
        replacement: "created_by_id = coalesce(created_by_id, $3), skipped",
      },
    ],
  },
  {
    name: "names that were cleaned are done in the list of jobs, whatever DOKU said of them",
    test: "lib/bulk/clean.db.test.ts",
    patches: [
      {
        file: "lib/bulk/queries.ts",
        search: "isSending(kind) && itemsRemovedAt === null",
        replacement: 'isSending(kind) && kind !== "clean" && itemsRemovedAt === null',
      },
    ],
  },
];

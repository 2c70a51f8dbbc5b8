export const BUGS = [
  {
    name: "a cell is written over what a colleague has written there meanwhile",
    test: "lib/imports/checking/edits.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/edits.ts",
        search: 'if (isTheirs && there !== text) throw new AppError("changed_meanwhile");',
        replacement: "",
      },
    ],
  },
  {
    name: "warnings that came up meanwhile are accepted with those that somebody saw",
    test: "lib/imports/checking/edits.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/edits.ts",
        search: "input.count !== rows.length",
        replacement: "input.count > rows.length",
      },
    ],
  },
  {
    name: "columns are matched over what a colleague has matched",
    test: "lib/imports/checking/edits.db.test.ts",
    patches: [
      {
        file: "lib/imports/reading/mapping.ts",
        search: 'if (opened && !isSame(opened, batch.fields)) throw new AppError("changed_meanwhile");',
        replacement: "",
      },
    ],
  },
  {
    name: "the result file tells to fix what was put away",
    test: "lib/imports/result/rows.db.test.ts",
    patches: [
      {
        file: "lib/imports/result/cells.ts",
        search: 'if (registration?.isArchived) return "nothing";',
        replacement: "",
      },
    ],
  },
  {
    name: "what was put away waits for a person among the rows",
    test: "lib/imports/sending/run.db.test.ts",
    patches: [
      {
        file: "lib/imports/queries.ts",
        search: "(r.status = any($5) and r.archived_at is null)",
        replacement: "r.status = any($5)",
      },
    ],
  },
  {
    name: "the figures of a batch are of two moments",
    test: "lib/imports/sending/run.db.test.ts",
    patches: [
      {
        file: "lib/imports/queries.ts",
        search: "sumUp([id], row.tallies)",
        replacement: "await countRows([id])",
      },
    ],
  },
  {
    name: "what others have registered since a row was checked does not hold it back",
    test: "lib/imports/sending/run.db.test.ts",
    patches: [
      {
        file: "lib/imports/sending/hand-out.ts",
        search: ".filter(({ row }) => !held.has(row.position))",
        replacement: "",
      },
    ],
  },
  {
    name: "a row that is done by the time it is sent keeps its old warnings",
    test: "lib/imports/sending/run.db.test.ts",
    patches: [
      {
        file: "lib/imports/sending/hand-out.ts",
        search: "await tellOfDone(tx, batch.id, done);",
        replacement: "await tellOfDone(tx, batch.id, []);",
      },
    ],
  },
  {
    name: "a batch with nothing left to hand out is paused when its sender leaves",
    test: "lib/imports/sending/run.db.test.ts",
    patches: [
      {
        file: "lib/imports/sending/run.ts",
        search: "if (!maySend(batch) && (await findReady(tx, batch.id, 0)) !== null) return",
        replacement: "if (!maySend(batch)) return",
      },
    ],
  },
  {
    name: "rows that say nothing are counted as not sent once their words are removed",
    test: "lib/worker/remove-old.db.test.ts",
    patches: [
      {
        file: "lib/worker/remove-old.ts",
        search: "where w ->> 'code' in (",
        replacement: "where false and w ->> 'code' in (",
      },
    ],
  },
  {
    name: "while DOKU is away every send tries anew",
    test: "lib/registrations/delivery/drain.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/gate.ts",
        search:
          "breaker_until = case when fault_count + 1 >= $2 then clock_timestamp() + make_interval(secs => $3) else null end",
        replacement:
          "breaker_until = case when fault_count + 1 >= $2 and $3 > 0 then clock_timestamp() else null end",
      },
    ],
  },
];

export const BUGS = [
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
];

export const BUGS = [
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
    name: "a late id leaves the replay of a new envelope planned",
    test: "lib/registrations/delivery/late-answers.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/record.ts",
        search: "  if (late.length > 0)\n    await parkInDoubt(",
        replacement: "  if (late.length > late.length)\n    await parkInDoubt(",
      },
    ],
  },
  {
    name: "answers of another deployment are taken away",
    test: "lib/registrations/delivery/left-answers.db.test.ts",
    patches: [
      {
        file: "lib/registrations/delivery/left-answers.ts",
        search: "if (answers && left === 0) removeAnswerFile(path);",
        replacement: "if (left === 0) removeAnswerFile(path);",
      },
    ],
  },
];

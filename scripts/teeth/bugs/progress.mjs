export const BUGS = [
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
        search: "if (ownId !== undefined) return ownId;",
        replacement: "",
      },
    ],
  },
  {
    name: "an e-mail that failed counts as a reminder",
    test: "lib/nudges/remind.db.test.ts",
    patches: [
      {
        file: "lib/nudges/nudge-rows.ts",
        search:
          "if (isFailed) await tx.query(TAKE_BACK, [facts.id, facts.now, facts.nudgedAt, facts.stirredAt]);",
        replacement: "",
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
    name: "the note of a follow-up is written over what a colleague has written",
    test: "lib/followups/follow-ups.db.test.ts",
    patches: [
      {
        file: "lib/followups/mutations.ts",
        search: "return isTheirDay || isTheirNote;",
        replacement: "return isTheirDay;",
      },
    ],
  },
  {
    name: "words of reminders are taken away that nobody has seen",
    test: "lib/nudges/templates.db.test.ts",
    patches: [
      {
        file: "lib/nudges/manage-templates.ts",
        search: 'if (own.updatedAt.getTime() !== knownAt.getTime()) throw new AppError("changed_meanwhile");',
        replacement: "",
      },
    ],
  },
  {
    name: "a press that comes twice says twice how the review stands",
    test: "lib/progress/mutations.db.test.ts",
    patches: [
      {
        file: "lib/progress/mutations.ts",
        search: "if (said.rowCount === 1) return;",
        replacement: "",
      },
    ],
  },
];

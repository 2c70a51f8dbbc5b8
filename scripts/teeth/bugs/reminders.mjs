export const BUGS = [
  {
    name: "a mail server's password with a bare percent sign stops no start, and no e-mail leaves",
    test: "lib/env.test.ts",
    patches: [
      {
        file: "lib/env.ts",
        search: "return isWhole && isReadable(",
        replacement: "return isWhole || isReadable(",
      },
    ],
  },
  {
    name: "the verified of the digest are all who ever were",
    test: "lib/digest/send.db.test.ts",
    patches: [
      {
        file: "lib/digest/digest.ts",
        search: 'verified: { progress: "VERIFIED", since: "yesterday" },',
        replacement: 'verified: { progress: "VERIFIED" },',
      },
    ],
  },
  {
    name: "a figure of yesterday's e-mail leads to another day's",
    test: "lib/digest/digest.test.ts",
    patches: [{ file: "lib/digest/digest.ts", search: "since: dated(since) };", replacement: "since };" }],
  },
  {
    name: "a mail server that is away at eight costs everybody their digest",
    test: "lib/digest/send.db.test.ts",
    patches: [
      {
        file: "lib/digest/send.ts",
        search: "await pool.query(GIVE_BACK, [person.id, digestDayAt(now, zoneOf(person))]);",
        replacement: "",
      },
    ],
  },
  {
    name: "of two who set a day for one merchant the second hides the first",
    test: "lib/followups/follow-ups.db.test.ts",
    patches: [
      {
        file: "lib/followups/mutations.ts",
        search: "return isTheirDay || isTheirNote;",
        replacement: "return isTheirNote;",
      },
    ],
  },
  {
    name: "a person's word hides what became of a merchant since they looked",
    test: "lib/progress/mutations.db.test.ts",
    patches: [
      {
        file: "lib/progress/mutations.ts",
        search: "if (!row.isInvited || isOther)",
        replacement: "if (!row.isInvited)",
      },
    ],
  },
  {
    name: "of two who say what a value means the second hides the first",
    test: "lib/progress/mutations.db.test.ts",
    patches: [
      {
        file: "lib/progress/mutations.ts",
        search: 'if (seen !== undefined && was !== seen) throw new AppError("changed_meanwhile");',
        replacement: "",
      },
    ],
  },
  {
    name: "a word that says nothing in one place is none in any other",
    test: "lib/progress/mutations.db.test.ts",
    patches: [
      {
        file: "lib/progress/write.ts",
        search: "or exists (select from progress_meaning m where m.raw = p.raw and m.meaning = p.progress))",
        replacement: ")",
      },
    ],
  },
  {
    name: "a mail server that is busy is told as a wrong address",
    test: "lib/mail/mailer.test.ts",
    patches: [
      {
        file: "lib/mail/mail-ending.ts",
        search:
          'if (answered >= 400 && answered < 500 && code !== "ETLS") return { kind: "failed", reason: "later" };',
        replacement: "",
      },
    ],
  },
  {
    name: "a mail server that hung up before it heard of an e-mail may have sent it",
    test: "lib/mail/mailer.test.ts",
    patches: [
      {
        file: "lib/mail/mail-ending.ts",
        search: "return isBeforeTalking || !hadBegun",
        replacement: "return isBeforeTalking",
      },
    ],
  },
  {
    name: "a message that grew too long is told as one with an ID",
    test: "lib/bulk/nudge.db.test.ts",
    patches: [
      {
        file: "lib/bulk/nudge.ts",
        search: 'refusal.problem === "tooLong" ? "message_too_long" : "message_refused"',
        replacement: '"message_refused"',
      },
    ],
  },
  {
    name: "words with a brace too many are kept, and sent so",
    test: "lib/nudges/rules.test.ts",
    patches: [
      {
        file: "lib/nudges/placeholders.ts",
        search: "text.matchAll(BRACED)",
        replacement: "text.matchAll(BETWEEN_BRACES)",
      },
    ],
  },
  {
    name: "what was known before a reminder counts as what followed it",
    test: "lib/insights/after-queries.db.test.ts",
    patches: [
      {
        file: "lib/insights/after-queries.ts",
        search: "and p.progress is distinct from coalesce((",
        replacement: "and p.progress is distinct from nullif((",
      },
    ],
  },
  {
    name: "the brands of another business count for ours where the answer names none",
    test: "lib/doku/business-data.test.ts",
    patches: [
      {
        file: "lib/doku/business-data.ts",
        search: "brandIds.length > 0 && !brandIds.includes(brandId)",
        replacement: "brandIds.includes(businessId)",
      },
    ],
  },
  {
    name: "a file leaves out since when a merchant stands so, which the list shows",
    test: "lib/export/files.test.ts",
    patches: [
      {
        file: "lib/export/columns.ts",
        search: 'progress: ["who", "since"],',
        replacement: 'progress: ["who"],',
      },
    ],
  },
  {
    name: "of two e-mails that overlapped and failed the first counts as a reminder",
    test: "lib/nudges/remind.db.test.ts",
    patches: [
      {
        file: "lib/nudges/nudge-rows.ts",
        search:
          "then (select max(at) from nudge where registration_id = $1 and state <> 'failed' and at < $2)",
        replacement: "then $3",
      },
    ],
  },
  {
    name: "what comes along from another program keeps a note from being saved",
    test: "lib/text/input.test.ts",
    patches: [
      {
        file: "lib/text/input.ts",
        search: "z.overwrite(cleanLines)",
        replacement: "z.refine((typed) => cleanLines(typed) === typed)",
      },
    ],
  },
  {
    name: "many notes push what else was done off the timeline",
    test: "lib/notes/notes.db.test.ts",
    patches: [
      {
        file: "lib/registrations/queries.ts",
        search: '  "registration.noted",\n] as const',
        replacement: "] as const",
      },
    ],
  },
  {
    name: "an open page does not hear of a colleague's note",
    test: "lib/live/live.db.test.ts",
    patches: [
      {
        file: "lib/notes/mutations.ts",
        search: "    await tellChanged(tx, registrationId);\n",
        replacement: "",
      },
    ],
  },
  {
    name: "a merchant that is called like an id is never reminded",
    test: "lib/nudges/rules.test.ts",
    patches: [
      {
        file: "lib/nudges/message-text.ts",
        search: "if (!own.words.some((words) => words.includes(plain))) return found;",
        replacement: "if (plain) return found;",
      },
    ],
  },
  {
    name: "a job that reminds many knows no merchant by its own words",
    test: "lib/bulk/nudge.db.test.ts",
    patches: [
      {
        file: "lib/nudges/nudge-facts.ts",
        search: "    words,\n    ids: [",
        replacement: "    words: [],\n    ids: [",
      },
    ],
  },
];

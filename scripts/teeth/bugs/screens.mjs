export const BUGS = [
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
    name: "what was removed is told as something that went wrong",
    test: "components/ui/failure-notice.test.tsx",
    patches: [{ file: "components/ui/action-failure.ts", search: "  removed: true,\n", replacement: "" }],
  },
  {
    name: "a screen listens to a key that the help does not know",
    test: "components/keyboard/shortcut-help.test.ts",
    patches: [
      {
        file: "components/registrations/work/work-line.tsx",
        search: 'event.key === "d" && singleKeysAreOn()',
        replacement: 'event.key === "z" && singleKeysAreOn()',
      },
    ],
  },
  {
    name: "what was sent is told as typed and not sent, for how it was written",
    test: "components/registrations/form/memory/unsent.test.ts",
    patches: [
      {
        file: "components/registrations/form/memory/unsent.ts",
        search: "if (alike(asTaken[field]) !== alike(there[field]))",
        replacement: "if (asTaken[field] !== there[field])",
      },
    ],
  },
];

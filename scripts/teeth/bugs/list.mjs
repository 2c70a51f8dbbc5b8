export const BUGS = [
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
];

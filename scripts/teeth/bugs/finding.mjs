export const BUGS = [
  {
    name: "an order that leaves rows out makes a full list look like a new one",
    test: "lib/registrations/list/page-edges.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/page.ts",
        search: 'const isPart = owner === "me" || keyOf(sort) === "followup";',
        replacement: 'const isPart = owner === "me";',
      },
    ],
  },
  {
    name: "a merchant that is called like an id is not found by its name",
    test: "lib/registrations/list/search.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/search.ts",
        search: "(BSN|BRN)-(?=(?:\\D*\\d){6})\\S+$",
        replacement: "(BSN|BRN)-\\S+$",
      },
    ],
  },
  {
    name: "a masked file quotes the address that DOKU quoted",
    test: "lib/export/files.test.ts",
    patches: [
      {
        file: "lib/export/cells.ts",
        search: "unmasked ? row : withoutContacts(row)",
        replacement: "row",
      },
    ],
  },
  {
    name: "the last page says a place that the total refutes",
    test: "components/registrations/list-count.test.ts",
    patches: [
      {
        file: "components/registrations/list-count.ts",
        search: "if (isLast) return Math.max(0, total - rows);",
        replacement: "",
      },
    ],
  },
  {
    name: "a cleared search leaves the team's list in the place of one's own",
    test: "components/registrations/filter/address.test.ts",
    patches: [
      {
        file: "components/registrations/filter/address.ts",
        search: 'isSearchAlone && whose === "mine"',
        replacement: 'isSearchAlone && whose === "team"',
      },
    ],
  },
  {
    name: "a filter that leaves nothing anywhere is a question that the database refuses",
    test: "lib/registrations/list/page-edges.db.test.ts",
    patches: [
      {
        file: "lib/registrations/list/counts.ts",
        search: "values: isAsked ? values : [] };",
        replacement: "values };",
      },
    ],
  },
];

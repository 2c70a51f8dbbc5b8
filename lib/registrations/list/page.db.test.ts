import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import type { Registration } from "@/lib/generated/prisma/client";
import { PROGRESSES, type ProgressCode, WHO, whoMustAct } from "@/lib/progress/progress";
import { choicesOf, writeChoices } from "@/lib/registrations/list/choices";
import {
  countByProgress,
  countByTab,
  countMatching,
  countSoon,
  selectMatching,
} from "@/lib/registrations/list/counts";
import { type DateRange, resolveRange } from "@/lib/registrations/list/date-range";
import {
  EMPTY_FILTER,
  keyOf,
  LIST_SORTS,
  LIST_TABS,
  type ListFilter,
  TURNS,
  type Turn,
} from "@/lib/registrations/list/filter";
import { causesUnder, needsYou } from "@/lib/registrations/list/needs-you";
import { LIST_PAGE_SIZE, listRegistrations } from "@/lib/registrations/list/page";
import { useTestDatabase } from "@/lib/testing/database";
import { makeImport } from "@/lib/testing/import-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { comparisonName } from "@/lib/text/comparison";
import { seedRegistrations } from "@/scripts/seed/seed";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
const now = new Date("2026-11-12T03:00:00Z");
let viewer: UserActor;
let rows: Registration[];

beforeAll(async () => {
  await syncCredentialFromEnv();
  viewer = await makeManager("A viewer who owns a few");
  const client = await pool.connect();
  try {
    await seedRegistrations(client, { registrations: 700, days: 120, seed: 3, now });
  } finally {
    client.release(true);
  }
  // Many rows of one millisecond: the edge of a page must lose and repeat none of them.
  await pool.query(
    `update registration set created_at = '2026-11-01T02:00:00Z', updated_at = '2026-11-02T02:00:00Z',
            invited_at = case when invited_at is not null then '2026-11-02T01:00:00Z'::timestamptz end,
            progress_since = case when progress_since is not null then '2026-11-02T01:30:00Z'::timestamptz end
      where right(id::text, 1) = '7'`,
  );
  // Some are to be come back to, those put away as well, and many of them at one moment.
  await pool.query(
    `update registration set follow_up_at = $1::timestamptz + (get_byte(decode(right(id::text, 2), 'hex'), 0) % 5 - 2) * interval '1 day'
      where right(id::text, 1) in ('a', 'b', 'c')`,
    [now],
  );
  const [person, credential] = await Promise.all([
    prisma.user.findFirstOrThrow(),
    prisma.credential.findFirstOrThrow(),
  ]);
  const made = { createdById: person.id, credentialId: credential.id, rows: [] };
  // Half of the rows stand in spreadsheets; some came in the first one and stand in both.
  for (const [signs, ownSigns] of [
    ["123", "123"],
    ["3456", "456"],
  ] as const) {
    const batch = await makeImport(pool, made);
    await pool.query("update registration set import_id = $1 where position(right(id::text, 1) in $2) > 0", [
      batch,
      ownSigns,
    ]);
    const { rows: standing } = await pool.query<{ id: string }>(
      `insert into import_row (import_id, position, row_key, registration_id)
       select $1, row_number() over (), gen_random_uuid(), id from registration
        where position(right(id::text, 1) in $2) > 0 returning registration_id as id`,
      [batch, signs],
    );
    members.set(batch, new Set(standing.map(({ id }) => id)));
  }
  rows = await prisma.registration.findMany();
});

/** The registrations of each spreadsheet. */
const members = new Map<string, ReadonlySet<string>>();

const COLUMNS = {
  created: "createdAt",
  updated: "updatedAt",
  followup: "followUpAt",
  name: "nameKey",
  reference: "partnerRefKey",
} as const;

/** What the filter means, told row by row in plain code. */
function expectedIds(filter: ListFilter): string[] {
  const column = COLUMNS[keyOf(filter.sort)];
  const sign = filter.sort.endsWith("_asc") ? 1 : -1;
  const keyed = rows.flatMap((row) => {
    const key = row[column];
    return key !== null && isIn(row, filter) ? [{ id: row.id, key }] : [];
  });
  return keyed
    .sort(
      (one, other) =>
        sign * (one.key < other.key ? -1 : one.key > other.key ? 1 : one.id < other.id ? -1 : 1),
    )
    .map(({ id }) => id);
}

function isIn(row: Registration, filter: ListFilter): boolean {
  return [
    (row.archivedAt !== null) === (filter.tab === "archived"),
    filter.tab === "all" || filter.tab === "archived" || row.status === filter.tab,
    isChosen(filter.owner, row.ownerId),
    isChosen(filter.credential, row.credentialId),
    isChosen(filter.referral, row.referralCode),
    isChosen(filter.cause, row.cause),
    filter.batch === null || choicesOf(filter.batch).values.some((batch) => members.get(batch)?.has(row.id)),
    isInRange(row.createdAt, filter.created),
    isInRange(row.updatedAt, filter.updated),
    filter.invited === null || (row.invitedAt !== null && isInRange(row.invitedAt, filter.invited)),
    filter.since === null || (row.progressSince !== null && isInRange(row.progressSince, filter.since)),
    filter.query === "" || isFound(row, filter.query),
    filter.progress === null || (row.status === "INVITED" && isChosen(filter.progress, progressOf(row))),
    isChosen(
      filter.who,
      whoMustAct({ status: row.status, archived: row.archivedAt !== null, progress: progressOf(row) }),
    ),
    filter.turn === null || (row.archivedAt === null && isTurn(row, filter.turn)),
    // What was put away is come back to by nobody.
    keyOf(filter.sort) !== "followup" || row.archivedAt === null,
  ].every(Boolean);
}

function progressOf({ progress }: Registration): ProgressCode {
  return progress ?? "NOT_CHECKED";
}

const DAY_MS = 86_400_000;

/** What each group means, in plain words. */
function isTurn(row: Registration, turn: Turn): boolean {
  const isOlder = (at: Date | null, days: number) =>
    at !== null && at.getTime() < now.getTime() - days * DAY_MS;
  if (turn === "due") return row.followUpAt !== null && row.followUpAt <= now;
  // Who was put off until a day waits for that day.
  if (row.followUpAt !== null && row.followUpAt > now) return false;
  switch (turn) {
    case "action":
      return row.progress === "ACTION_NEEDED";
    case "rejected":
      return row.progress === "REJECTED";
    case "unknown":
      return row.progress === "UNKNOWN_VALUE";
    case "review":
      return row.progress === "IN_REVIEW" && isOlder(row.progressSince, 2);
    case "quiet":
      return (
        row.status === "INVITED" &&
        ["NOT_CHECKED", "INVITED", "IN_PROGRESS"].includes(progressOf(row)) &&
        isOlder(row.stirredAt ?? row.invitedAt, 3)
      );
  }
}

function isChosen(chosen: string | null, value: string | null): boolean {
  const { values, isNot } = choicesOf(chosen);
  const named = values.map((each) => (each === "me" ? viewer.id : each));
  return named.length === 0 || named.some((each) => each === value) !== isNot;
}

function isInRange(at: Date, range: DateRange | null): boolean {
  if (range === null) return true;
  const { from, until } = resolveRange(range, now, viewer.timeZone);
  return (from === null || at >= from) && (until === null || at < until);
}

function isFound(row: Registration, query: string): boolean {
  const names = ` ${row.nameKey} ${row.representativeName.toUpperCase()} `;
  const contacts = ` ${row.representativeEmailKey} ${row.invitedUserEmailKey} `.toUpperCase();
  const isIn = (text: string, word: string) => text.includes(word.length < 3 ? ` ${word}` : word);
  const pieces = query.toUpperCase().split(" ");
  return (
    row.partnerRefKey.startsWith(query.toLowerCase()) ||
    pieces.every(
      (piece) =>
        comparisonName(piece)
          .split(" ")
          .every((word) => !piece.includes("@") && isIn(names, word)) || isIn(contacts, piece),
    )
  );
}

/** A filter of values that are there, so that most of them match something. */
const anyFilter = fc
  .record({
    row: fc.nat(),
    tab: fc.constantFrom(...LIST_TABS),
    ownTab: fc.boolean(),
    sort: fc.constantFrom(...LIST_SORTS),
    by: fc.subarray(
      [
        ...(["owner", "credential", "referral", "cause", "batch", "created", "updated", "invited"] as const),
        ...(["progress", "who", "turn", "since"] as const),
      ],
      { maxLength: 3 },
    ),
    turn: fc.constantFrom(...TURNS),
    more: fc.array(fc.nat(), { maxLength: 2 }),
    isNot: fc.boolean(),
    range: fc.constantFrom<DateRange>(
      "7d",
      "30d",
      "last_month",
      { from: "2026-10-01", to: null },
      { from: null, to: "2026-10-15" },
    ),
    word: fc.option(
      fc.constantFrom(
        "kopi",
        "ko",
        "s",
        "senja kopi",
        "MTR-202610",
        "jaya ab",
        "zzz",
        "kasir.a",
        "endah kopi",
      ),
      {
        nil: "",
      },
    ),
  })
  .map(({ row: index, more, isNot, tab, ownTab, sort, by, turn, range, word }): ListFilter => {
    const row = rows[index % rows.length];
    if (!row) throw new Error("nothing was seeded");
    const others = more.map((other) => rows[other % rows.length] ?? row);
    const choose = (keyOf: (one: Registration) => string | null) =>
      writeChoices({ values: [row, ...others].flatMap((one) => keyOf(one) || []), isNot });
    const has = (name: (typeof by)[number]) => by.includes(name);
    return {
      ...EMPTY_FILTER,
      tab: ownTab ? row.status : tab,
      sort,
      query: word,
      owner: has("owner") ? choose(({ ownerId }) => (ownerId === viewer.id ? "me" : ownerId)) : null,
      credential: has("credential") ? choose(({ credentialId }) => credentialId) : null,
      referral: has("referral") ? choose(({ referralCode }) => referralCode) : null,
      cause: has("cause") ? choose(({ cause }) => cause) : null,
      batch: has("batch")
        ? writeChoices({
            values: [...members].flatMap(([batch, ids]) => (ids.has(row.id) ? batch : [])),
            isNot: false,
          })
        : null,
      progress: has("progress") ? choose(progressOf) : null,
      who: has("who")
        ? choose((one) =>
            whoMustAct({ status: one.status, archived: one.archivedAt !== null, progress: progressOf(one) }),
          )
        : null,
      turn: has("turn") ? turn : null,
      created: has("created") ? range : null,
      updated: has("updated") ? range : null,
      invited: has("invited") ? range : null,
      since: has("since") ? range : null,
    };
  });

const pageOf = (filter: ListFilter) => listRegistrations(viewer, filter, { now });

async function readThrough(filter: ListFilter, direction: "newer" | "older"): Promise<string[][]> {
  const pages: string[][] = [];
  let page = await pageOf(filter);
  for (;;) {
    expect(page.wasCut).toBe(false);
    const [first] = page.rows;
    if (first) expect(page.before).toBe(expectedIds({ ...filter, cursor: null }).indexOf(first.id));
    pages.push(page.rows.map(({ id }) => id));
    const next = page[direction];
    if (!next) return pages;
    page = await pageOf({ ...filter, cursor: next });
  }
}

describe("the list", () => {
  test("shows under any filter and sort each row once, in order, page by page and back again", async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        const expected = expectedIds(filter);
        const [ahead, back] = filter.sort.endsWith("_asc")
          ? (["newer", "older"] as const)
          : (["older", "newer"] as const);
        const pages = await readThrough(filter, ahead);
        expect(pages.flat()).toEqual(expected);
        const last = await lastPage(filter, ahead);
        if (pages.length < 2 || !last) return;
        const backwards = await readThrough({ ...filter, cursor: last }, back);
        expect(backwards.toReversed().flat()).toEqual(expected.slice(0, -(pages.at(-1)?.length ?? 0)));
      }),
      { numRuns: 40 },
    );
  });

  test.each<[string, Partial<ListFilter>]>([
    ...PROGRESSES.map((progress): [string, Partial<ListFilter>] => [`at ${progress}`, { progress }]),
    ...WHO.map((who): [string, Partial<ListFilter>] => [`whose turn is ${who}`, { who }]),
    ...TURNS.map((turn): [string, Partial<ListFilter>] => [`in the group ${turn}`, { turn }]),
    ["whose follow-up is the next", { sort: "followup_asc" }],
    ["whose follow-up is due, the next first", { turn: "due", sort: "followup_asc" }],
  ])("shows and counts those %s, and there are some", async (_what, change) => {
    const filter = { ...EMPTY_FILTER, ...change };
    const expected = expectedIds(filter);
    expect(expected.length).toBeGreaterThan(0);
    expect((await readThrough(filter, filter.sort.endsWith("_asc") ? "newer" : "older")).flat()).toEqual(
      expected,
    );
    const counts = await countByTab(viewer, filter, { now });
    for (const tab of LIST_TABS) expect(counts?.[tab]).toBe(expectedIds({ ...filter, tab }).length);
  });

  test("shows the rows of whoever is looking once, who is named as such and by their id", async () => {
    const filter = { ...EMPTY_FILTER, owner: writeChoices({ values: ["me", viewer.id], isNot: false }) };
    const expected = expectedIds({ ...EMPTY_FILTER, owner: "me" });
    expect(expected.length).toBeGreaterThan(0);
    expect((await readThrough(filter, "older")).flat()).toEqual(expected);
    expect((await countMatching(viewer, filter, { now })).count).toBe(expected.length);
  });

  test.each(LIST_TABS)("%s is counted beside the page as the list has it", async (tab) => {
    const filter = { ...EMPTY_FILTER, tab };
    expect(await countSoon(viewer, filter)).toBe(expectedIds(filter).length);
  });

  test("counts each tab, and all that match, as the list shows them", async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        const counts = await countByTab(viewer, filter, { now });
        for (const tab of LIST_TABS) {
          expect(counts?.[tab]).toBe(Math.min(expectedIds({ ...filter, tab }).length, 1_001));
        }
        const progresses = await countByProgress(viewer, filter, { now });
        for (const progress of PROGRESSES) {
          const stand = expectedIds({ ...filter, tab: "INVITED", progress });
          expect(progresses?.[progress]).toBe(stand.length);
        }
        const expected = expectedIds(filter);
        expect(await countMatching(viewer, filter, { now })).toEqual({
          count: expected.length,
          isExact: true,
        });
        const { text, values } = selectMatching(viewer, filter, { now });
        const matching = await pool.query<{ id: string }>(text, [...values]);
        expect(matching.rows.map(({ id }) => id)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  test("shows what a row has at DOKU, its credential and its owner", async () => {
    const { rows: shown } = await pageOf({ ...EMPTY_FILTER, tab: "INVITED" });
    expect(shown).toHaveLength(LIST_PAGE_SIZE);
    for (const row of shown) {
      expect(row.businessId).toMatch(/^BSN-/);
      expect(row.brandId).toMatch(/^BRN-/);
      expect(row.brandCount).toBeGreaterThan(0);
      expect(row.credentialLabel).not.toBe("");
      expect(row.ownerName).not.toBe("");
      expect(row.invitedAt).not.toBeNull();
    }
  });
});

/** The cursor that leads from the last page back. */
async function lastPage(filter: ListFilter, ahead: "newer" | "older") {
  let page = await pageOf(filter);
  for (let next = page[ahead]; next; next = page[ahead]) page = await pageOf({ ...filter, cursor: next });
  return page[ahead === "older" ? "newer" : "older"];
}

describe("what needs people", () => {
  test("is grouped by cause, the largest first, with DOKU's words", async () => {
    const needs = await needsYou(viewer, "all");
    const causes = new Map<string, number>();
    for (const { cause, archivedAt } of rows)
      if (cause && !archivedAt) causes.set(cause, (causes.get(cause) ?? 0) + 1);
    const groups = [...causes].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
    expect(needs?.groups.map(({ cause, count }) => [cause, count])).toEqual(groups.slice(0, 12));
    expect(needs?.moreGroups).toBe(Math.max(0, groups.length - 12));
    for (const { kind, problem, cause } of needs?.groups ?? []) {
      expect(cause.startsWith(`${kind}.`)).toBe(true);
      expect(problem === null).toBe(kind !== "refused");
    }
    const unsure = rows.filter(({ status, archivedAt }) => status === "UNCONFIRMED" && !archivedAt);
    expect(needs?.unsure).toBe(unsure.length);
    const openWith = (kind: string) =>
      rows.filter(({ cause, archivedAt }) => cause?.startsWith(kind) && !archivedAt).length;
    expect(needs).toMatchObject({ refused: openWith("refused."), notSent: openWith("not_sent.") });
  });

  test.each(["mine", "all"] as const)(
    "is %s that is quiet, long in review, wanted, rejected, at a value unknown or due, as the list has it",
    async (whose) => {
      const needs = await needsYou(viewer, whose, { now });
      const owner = whose === "mine" ? "me" : null;
      for (const turn of TURNS)
        expect(needs?.turns?.[turn]).toBe(expectedIds({ ...EMPTY_FILTER, turn, owner }).length);
    },
  );

  test("comes with what the team wrote down that helps, where somebody did", async () => {
    const before = await needsYou(viewer, "all");
    const cause = before?.groups[0]?.cause ?? "";
    expect(before?.groups.map(({ help }) => help)).toEqual(before?.groups.map(() => null));
    await pool.query(
      "insert into playbook_entry (cause, meaning, fix, author_id, updated_at) select $1, 'A sign', 'Leave it out', id, now() from \"user\" limit 1",
      [cause],
    );
    const needs = await needsYou(viewer, "all");
    expect(needs?.groups.map(({ help }) => help)).toEqual([
      "Leave it out",
      ...(before?.groups.slice(1) ?? []).map(() => null),
    ]);
    expect(needs?.groups.map((group) => group.cause)).toEqual(before?.groups.map((group) => group.cause));
  });

  test("has the causes that the other filters leave, with as many as the list then shows", async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, async (given) => {
        const filter = { ...given, cause: null };
        const found = await causesUnder(viewer, filter, { now });
        for (const { cause, count } of found ?? [])
          expect(count).toBe(expectedIds({ ...filter, cause }).length);
        const causes = new Set(expectedIds(filter).map((id) => rows.find((row) => row.id === id)?.cause));
        expect(found?.length).toBe([...causes].filter(Boolean).length);
      }),
      // A tab that chance seldom meets together with causes.
      { numRuns: 20, examples: [[{ ...EMPTY_FILTER, tab: "archived" }]] },
    );
  });

  test("is only one's own where that is asked for", async () => {
    const nobody = { ...viewer, id: "01930001-7c1e-7b2a-9d3f-5a6b7c8d9e0f" };
    expect(await needsYou(nobody, "mine")).toMatchObject({ groups: [], unsure: 0, refused: 0, notSent: 0 });
    expect((await needsYou(viewer, "mine"))?.groups.length).toBeGreaterThan(0);
  });
});

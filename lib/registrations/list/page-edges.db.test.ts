import { beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { PROGRESSES, WHO } from "@/lib/progress/progress";
import { countByProgress, countByTab, countMatching } from "@/lib/registrations/list/counts";
import {
  EMPTY_FILTER,
  LIST_PARAMETERS,
  LIST_SORTS,
  type ListFilter,
  writeListFilter,
} from "@/lib/registrations/list/filter";
import { causesUnder } from "@/lib/registrations/list/needs-you";
import { isNothingThere, listRegistrations } from "@/lib/registrations/list/page";
import { useTestDatabase } from "@/lib/testing/database";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { openList } from "@/lib/views/open-list";

const { pool } = useTestDatabase();
useSimulatorEnv();
let rina: UserActor;

beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
});

const isNothing = async (change: Partial<ListFilter>) => {
  const filter = { ...EMPTY_FILTER, ...change };
  return isNothingThere(rina, filter, await countByTab(rina, filter));
};

test("nothing is there until somebody registers, in whatever order one looks", async () => {
  for (const sort of LIST_SORTS) expect(await isNothing({ sort }), sort).toBe(true);
  expect(await isNothing({ owner: "me" })).toBe(true);
  expect(await isNothing({ query: "kopi" })).toBe(false);
  const ownerId = (await makeManager("Ayu")).id;
  const credentialId = (await requireCurrentCredential()).id;
  await makeRegistrations(pool, { status: "INVITED", count: 3, ownerId, credentialId });
  // Nobody comes back to any of them, and none is Rina's.
  for (const sort of LIST_SORTS) expect(await isNothing({ sort }), sort).toBe(false);
  expect(await isNothing({ owner: "me", sort: "followup_asc" })).toBe(false);
});

const ID = "0193c0de-0000-7000-8000-000000000001";
const LONG = "a".repeat(10_000);
const RANGES = ["0000-01-01..", "..9999-12-31", "0001-01-01..9999-12-31", "..0000-01-01", "9999-12-31.."];
const CURSORS = [
  ["created", "c"],
  ["updated", "u"],
  ["followup", "f"],
  ["name", "m"],
  ["reference", "r"],
] as const;
const ODD_VALUES = ["", LONG, "%00", "%F0%9F%98%80", "%ED%A0%80", "a,b,,c", "-", "-me,me", ID];
const TYPED =
  "% _ \\ ' \" %' () [ ] * +62 0 - -- . ,, \u200B \u202Eabc BSN- BRN-000000 BSN-\u0660 👩‍👩‍👧 İ P.T C.V. null".split(
    " ",
  );

test.each([
  [
    "days at the ends of the calendar",
    ["created", "updated", "invited", "since"].flatMap((name) => RANGES.map((range) => `${name}=${range}`)),
  ],
  [
    "places that are nowhere",
    CURSORS.flatMap(([key, letter]) =>
      ["o", "n"].flatMap((way) =>
        ["0000000000000", "9999999999999"].map(
          (at) => `sort=${key}_asc&cursor=${way}${letter}${at}.${ID}.999999999`,
        ),
      ),
    ),
  ],
  [
    "values that are none",
    [...LIST_PARAMETERS, "__proto__", "constructor", "status[]"].flatMap((name) => [
      ...ODD_VALUES.map((value) => `${name}=${value}`),
      `${name}=a&${name}=b`,
    ]),
  ],
  ["signs that are typed", TYPED.map((typed) => `q=${encodeURIComponent(typed)}`)],
  [
    "filters that leave nothing",
    [
      `who=-${WHO.join()}`,
      `progress=-${PROGRESSES.join()}`,
      "turn=quiet&progress=VERIFIED",
      "cause=not_sent.connect_timeout",
      "cause=not_sent.connect_timeout&progress=VERIFIED&owner=me",
      `status=archived&turn=due&sort=followup_desc&batch=${ID}`,
    ],
  ],
])("an odd address is a list all the same: %s", async (_what, queries) => {
  const asked = new Set<string>();
  for (const query of queries) {
    const given = new URLSearchParams(query);
    const params: Record<string, string | string[]> = Object.fromEntries(
      [...new Set(given.keys())].map((name) => [name, given.getAll(name)]),
    );
    const { filter } = await openList(rina, params, "mine");
    // Most are the same list, with something left out.
    const address = writeListFilter(filter).toString();
    if (asked.has(address)) continue;
    asked.add(address);
    const counts = await countByTab(rina, filter);
    const label = query.slice(0, 80);
    expect(counts, label).not.toBeNull();
    for (const tab of ["all", "INVITED", "archived"] as const) {
      const { rows } = await listRegistrations(rina, { ...filter, tab });
      if (filter.cursor === null) expect(counts?.[tab], label).toBe(rows.length);
    }
    const byProgress = await countByProgress(rina, filter);
    expect(byProgress, label).not.toBeNull();
    await countMatching(rina, filter);
    await causesUnder(rina, filter);
  }
});

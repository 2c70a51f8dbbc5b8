import { describe, expect, it } from "vitest";
import { turnsOf } from "@/lib/progress/progress";
import {
  EMPTY_FILTER,
  keyOf,
  LIST_SORTS,
  type ListFilter,
  TURNS,
  timeOf,
} from "@/lib/registrations/list/filter";
import { createBinder, planWalk, walkQuery } from "@/lib/registrations/list/query";
import { standingIn } from "@/lib/registrations/list/turn";
import { STATUSES } from "@/lib/registrations/status";

const planOf = (filter: Partial<ListFilter>) => planWalk({ ...EMPTY_FILTER, ...filter });

const COLUMNS = {
  created: "r.created_at",
  updated: "r.updated_at",
  followup: "r.follow_up_at",
  name: "r.name_key",
  reference: "r.partner_ref_key",
} as const;

const placeOf = (sort: ListFilter["sort"], direction: "older" | "newer") =>
  ({
    by: keyOf(sort),
    direction,
    at: "2026-11-12T07:05:00.000Z",
    id: "0193c0de-0000-7000-8000-1",
    before: null,
  }) as const;

describe("how the rows of a filter are read", () => {
  it.each(LIST_SORTS)("goes by %s, from the beginning forwards", (sort) => {
    const isDescending = sort.endsWith("_desc");
    expect(planOf({ sort })).toMatchObject({
      by: timeOf(sort),
      key: keyOf(sort),
      column: COLUMNS[keyOf(sort)],
      order: isDescending ? "desc" : "asc",
      ahead: isDescending ? "older" : "newer",
      isBackwards: false,
      place: null,
    });
  });

  it.each(LIST_SORTS)("goes from a place on in its direction, which may be against %s", (sort) => {
    for (const direction of ["older", "newer"] as const) {
      const cursor = placeOf(sort, direction);
      const order = direction === "newer" ? "asc" : "desc";
      const isBackwards = !sort.endsWith(order);
      expect(planOf({ sort, cursor })).toMatchObject({ order, ahead: direction, isBackwards, place: cursor });
    }
  });

  it.each<[string, Partial<ListFilter>, readonly (string | null)[]]>([
    ["every status by itself", {}, STATUSES],
    ["those of the archive too", { tab: "archived" }, STATUSES],
    [
      "the one that a cause belongs to, in the archive too",
      { tab: "archived", cause: "refused.email" },
      ["NEEDS_FIX"],
    ],
    ["all at once where the tab says the status", { tab: "FAILED" }, [null]],
    ["the one that a cause belongs to", { cause: "unsure.timeout" }, ["UNCONFIRMED"]],
    ["all at once where a referral code has an index", { referral: "REF07" }, [null]],
    ["which is not by the last change", { referral: "REF07", sort: "updated_desc" }, STATUSES],
    ["what two causes belong to", { cause: "not_sent.dns,unsure.timeout" }, ["FAILED", "UNCONFIRMED"]],
    ["every status where a cause is not wanted", { cause: "-unsure.timeout" }, STATUSES],
    ["every status where a referral code is not wanted", { referral: "-REF07" }, STATUSES],
    ["what was invited where that has a day", { invited: "30d" }, ["INVITED"]],
    ["those who were invited where their progress changed on a day", { since: "30d" }, ["INVITED"]],
    ["all at once in an order by text", { sort: "name_asc" }, [null]],
    ["those who were invited by their progress", { progress: "VERIFIED" }, ["INVITED"]],
    ["those whose turn it is", { who: "doku" }, ["INVITED"]],
    ["those whose turn it is", { who: "nobody" }, ["QUEUED", "INVITED"]],
    ["nothing where nothing can fit", { tab: "FAILED", progress: "VERIFIED" }, [null]],
    ["nothing of the archive that is somebody's turn", { tab: "archived", who: "us" }, [null]],
    ["all at once what is due", { turn: "due" }, [null]],
    ["all at once in the order of follow-ups", { sort: "followup_asc" }, [null]],
    ["all at once in a batch", { batch: "0193c0de-0000-7000-8000-2" }, [null]],
  ])("walks %s", (_what, filter, statuses) => {
    expect(planOf(filter).statuses).toEqual(statuses);
  });

  it.each<[string, Partial<ListFilter>, object | null]>([
    ["one value", { owner: "me" }, null],
    ["several", { owner: "a,b" }, { by: "owner", values: ["a", "b"] }],
    ["all but some", { owner: "-a,b" }, null],
    [
      "several causes before several owners",
      { owner: "a,b", cause: "x,y" },
      { by: "cause", values: ["x", "y"] },
    ],
    ["several, by the last change", { owner: "a,b", sort: "updated_desc" }, null],
    ["several in the archive", { owner: "a,b", tab: "archived" }, null],
    ["a progress", { progress: "VERIFIED" }, { by: "progress", values: ["VERIFIED"] }],
    [
      "the quiet ones",
      { turn: "quiet" },
      { by: "progress", values: ["NOT_CHECKED", "INVITED", "IN_PROGRESS"] },
    ],
    [
      "whose turn and which progress",
      { who: "us", progress: "-REJECTED" },
      { by: "progress", values: ["UNKNOWN_VALUE"] },
    ],
    ["all turns", { who: "merchant,doku,us,nobody" }, null],
    [
      "several owners before several progresses",
      { owner: "a,b", progress: "VERIFIED,REJECTED" },
      { by: "owner", values: ["a", "b"] },
    ],
    ["a progress, by the last change", { progress: "VERIFIED", sort: "updated_desc" }, null],
    [
      "a progress in the archive",
      { progress: "VERIFIED", tab: "archived" },
      { by: "progress", values: ["VERIFIED"] },
    ],
  ])("walks apart, or not: %s", (_what, filter, split) => {
    expect(planOf(filter).split).toEqual(split);
  });

  it.each<[string, Partial<ListFilter>, boolean]>([
    ["what was invited of late", { invited: "7d" }, true],
    ["what was invited long ago", { invited: "last_month" }, false],
    ["what moved at DOKU of late", { progress: "VERIFIED", since: "yesterday" }, true],
    ["a batch", { batch: "0193c0de-0000-7000-8000-2" }, true],
    ["what is due", { turn: "due" }, true],
    ["what is due in the order of follow-ups", { turn: "due", sort: "followup_asc" }, false],
    ["nothing", {}, false],
    ["a range that the walk goes by", { created: "last_month" }, false],
    ["what is long past, from the newest change", { created: "last_month", sort: "updated_desc" }, true],
    ["what goes on, from the newest change", { created: "7d", sort: "updated_desc" }, false],
    ["what is long past, from the oldest change", { created: "last_month", sort: "updated_asc" }, false],
    ["what changed of late, from the oldest", { updated: "7d", sort: "created_asc" }, true],
    [
      "what changed before a day, from the oldest",
      { updated: { from: null, to: "2026-10-15" }, sort: "created_asc" },
      false,
    ],
    ["what changed of late, from the newest", { updated: "7d" }, false],
    [
      "what is long past, read backwards",
      { created: "last_month", sort: "updated_desc", cursor: placeOf("updated_desc", "newer") },
      false,
    ],
  ])("gathers, instead of walking, or not: %s", (_what, filter, isGathered) => {
    expect(planOf(filter).isGathered).toBe(isGathered);
  });

  it.each<[string, Partial<ListFilter>, boolean]>([
    ["in the order in which they were made", { turn: "quiet" }, true],
    ["from the oldest on", { turn: "quiet", sort: "created_asc" }, true],
    // What changed of them since is no sign: another owner does not stir a merchant.
    ["by the last change", { turn: "quiet", sort: "updated_desc" }, false],
    ["of another group", { turn: "review" }, false],
    ["of all", {}, false],
  ])("begins where the days of quiet did, or not: %s", (_what, filter, isBounded) => {
    const { values, bind } = createBinder();
    const now = new Date("2026-11-12T03:00:00Z");
    const scope = { environment: "simulator", actor: { kind: "system" }, now } as const;
    const text = walkQuery(planOf(filter), { conditions: [], limit: 51, scope, bind });
    const bound = /r\.created_at < \$\d+::timestamptz - \(select quiet_days from house_setting\)/;
    expect(bound.test(text)).toBe(isBounded);
    // An hour on, since clocks are set back.
    expect(
      values.some((value) => value instanceof Date && value.getTime() === now.getTime() + 3_600_000),
    ).toBe(isBounded);
  });
});

it("puts whoever was invited and waits for us into a group of *Needs you*", () => {
  const grouped = TURNS.filter((turn) => turn !== "due").flatMap(
    (turn) => standingIn("all", { ...EMPTY_FILTER, turn }).progresses ?? [],
  );
  expect(grouped).toEqual(expect.arrayContaining(turnsOf("us").progresses));
  expect(new Set(grouped).size).toBe(grouped.length);
});

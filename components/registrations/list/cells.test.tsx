import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { RowFacts } from "@/components/registrations/list/row-facts";
import { LIST_COLUMNS, type ListColumn } from "@/lib/registrations/list/filter";
import { ROW_CELLS, type RowLabels } from "./cells";

const HOSTILE = `"><img src=x onerror='alert(1)'>`;
const COLUMN_LABELS = Object.fromEntries(LIST_COLUMNS.map((column) => [column, HOSTILE]));
const LABELS = {
  columns: COLUMN_LABELS as RowLabels["columns"],
  status: {
    DRAFT: HOSTILE,
    QUEUED: HOSTILE,
    INVITED: HOSTILE,
    NEEDS_FIX: HOSTILE,
    UNCONFIRMED: HOSTILE,
    FAILED: HOSTILE,
  },
  progress: {
    NOT_CHECKED: HOSTILE,
    INVITED: HOSTILE,
    IN_PROGRESS: HOSTILE,
    IN_REVIEW: HOSTILE,
    VERIFIED: HOSTILE,
    ACTION_NEEDED: HOSTILE,
    REJECTED: HOSTILE,
    UNKNOWN_VALUE: HOSTILE,
  },
  who: { merchant: HOSTILE, doku: HOSTILE, us: HOSTILE, nobody: HOSTILE },
  sending: HOSTILE,
  archived: HOSTILE,
  unnamed: HOSTILE,
  match: {
    phone: HOSTILE,
    email: HOSTILE,
    invitedEmail: HOSTILE,
    reference: HOSTILE,
    business: HOSTILE,
    brand: HOSTILE,
    requestId: HOSTILE,
  },
} satisfies RowLabels;

const MOMENT = { at: "2026-11-12T07:05:00.000Z", text: HOSTILE };
const ROW: RowFacts = {
  id: HOSTILE,
  name: HOSTILE,
  select: HOSTILE,
  representative: HOSTILE,
  status: "NEEDS_FIX",
  archived: true,
  note: HOSTILE,
  progress: "UNKNOWN_VALUE",
  progressRaw: HOSTILE,
  who: "us",
  since: MOMENT,
  reference: HOSTILE,
  businessId: HOSTILE,
  brandId: HOSTILE,
  moreBrands: HOSTILE,
  owner: HOSTILE,
  credential: HOSTILE,
  referral: HOSTILE,
  cause: HOSTILE,
  problem: HOSTILE,
  created: MOMENT,
  updated: MOMENT,
  invited: MOMENT,
  followUp: MOMENT,
  followUpNote: HOSTILE,
  match: { field: "email", before: HOSTILE, hit: HOSTILE, after: HOSTILE },
};
const EMPTY: RowFacts = { id: "1", name: null, select: "Select" };

const htmlOf = (row: RowFacts, columns: readonly ListColumn[]) =>
  renderToStaticMarkup(ROW_CELLS[columns.at(0) ?? "merchant"].render(row, LABELS, columns));

describe("a cell of the list", () => {
  it.each(LIST_COLUMNS)("shows text that looks like HTML as text: %s", (column) => {
    const html = htmlOf(ROW, [column]);
    expect(html).toContain("&lt;img");
    expect(html).not.toContain("<img");
    expect(html).not.toContain("'");
  });

  it.each([
    "business",
    "brands",
    "owner",
    "credential",
    "referral",
    "cause",
    "updated",
    "invited",
    "progress",
    "who",
    "followup",
    "followup_note",
  ] as const)("stays empty where there is nothing to say, so that a card leaves it out: %s", (column) => {
    expect(htmlOf(EMPTY, [column])).toBe("");
  });

  it("says the representative and the business ID in their own columns once these are shown", () => {
    const row = { ...ROW, representative: "Budi", businessId: "BSN-1" };
    expect(htmlOf(row, ["merchant"])).toContain("Budi");
    expect(htmlOf(row, ["merchant", "representative"])).not.toContain("Budi");
    expect(htmlOf(row, ["reference"])).toContain("BSN-1");
    expect(htmlOf(row, ["reference", "business"])).not.toContain("BSN-1");
  });
});

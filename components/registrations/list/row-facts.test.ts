import { describe, expect, it } from "vitest";
import { SYSTEM_ACTOR } from "@/lib/authority/actor";
import { createTranslatorFor } from "@/lib/i18n/translator";
import { DEFAULT_COLUMNS, LIST_COLUMNS } from "@/lib/registrations/list/filter";
import type { RegistrationRow } from "@/lib/registrations/registration-view";
import { showWords } from "@/lib/registrations/sight";
import { type RowWords, rowFacts } from "./row-facts";

const NOW = "2026-11-12T09:00:00.000Z";
const LATER = "2026-11-12T09:30:00.000Z";
const EMAIL_USED = "business.contact.email is used";
const said = (words: string) => showWords(SYSTEM_ACTOR, words);

const WORDS: RowWords = {
  list: createTranslatorFor("en", "list"),
  filters: createTranslatorFor("en", "filters"),
  detail: createTranslatorFor("en", "detail"),
  refusals: createTranslatorFor("en", "refusals"),
  form: createTranslatorFor("en", "form"),
  style: { locale: "en", timeZone: "Asia/Jakarta" },
  now: new Date("2026-11-12T09:00:00Z"),
};

const ROW: RegistrationRow = {
  id: "0193c0de-0000-7000-8000-000000000001",
  businessName: said("Kopi Senja"),
  representativeName: said("Budi Santoso"),
  partnerReference: "MTR-0001",
  status: "INVITED",
  archived: false,
  ownerId: "0193c0de-0000-7000-8000-000000000002",
  ownerName: "Rina",
  credentialLabel: "Stand-in",
  referralCode: "",
  createdAt: "2026-11-12T07:05:00.000Z",
  updatedAt: "2026-11-11T07:05:00.000Z",
  invitedAt: null,
  businessId: "BSN-1",
  brandId: "BRN-1",
  brandCount: 3,
  cause: null,
  problem: null,
  nextRunAt: null,
  progress: "NOT_CHECKED",
  progressSince: null,
  progressRaw: null,
  followUpAt: null,
  followUpNote: null,
  sending: false,
  paused: false,
  unserved: false,
  match: null,
};

function factsOf(change: Partial<RegistrationRow>, columns = DEFAULT_COLUMNS) {
  return rowFacts([{ ...ROW, ...change }], WORDS, { columns })[0];
}

describe("the facts of a row", () => {
  it("say what the columns show, and nothing else", () => {
    expect(JSON.parse(JSON.stringify(factsOf({}, ["merchant", "owner"])))).toEqual({
      id: ROW.id,
      name: "Kopi Senja",
      select: "Select Kopi Senja",
      representative: "Budi Santoso",
      owner: "Rina",
    });
  });

  it("write times as the person reads them", () => {
    expect(factsOf({}, LIST_COLUMNS)).toMatchObject({
      created: { at: ROW.createdAt, text: "14.05 WIB" },
      updated: { at: ROW.updatedAt, text: "11 Nov, 14.05 WIB" },
      invited: null,
      moreBrands: "and 2 more",
    });
  });

  it.each([
    [
      "the word of its progress",
      { progress: "IN_REVIEW", progressSince: "2026-11-10T02:00:00.000Z" },
      { progress: "IN_REVIEW", who: "doku", since: { text: "10 Nov" } },
    ],
    [
      "DOKU's own word where nobody knows it",
      { progress: "UNKNOWN_VALUE", progressRaw: said("ON_HOLD") },
      { progressRaw: "ON_HOLD", who: "us" },
    ],
    [
      "since its invitation what was never looked at",
      { invitedAt: "2026-11-11T02:00:00.000Z" },
      { progress: "NOT_CHECKED", who: "merchant", since: { text: "11 Nov" } },
    ],
    [
      "that nobody has to do anything for what was put away",
      { archived: true, progress: "ACTION_NEEDED" },
      { who: "nobody" },
    ],
    [
      "when to come back to it, and why",
      { followUpAt: "2026-11-13T01:00:00.000Z", followUpNote: said("Telepon") },
      { followUp: { text: "13 Nov" }, followUpNote: "Telepon" },
    ],
    ["that it is time to", { followUpAt: "2026-11-12T09:00:00.000Z" }, { isDue: true }],
  ] as const)("say %s", (_what, change, facts) => {
    expect(factsOf(change, LIST_COLUMNS)).toMatchObject(facts);
  });

  it("say no progress of what was not invited, and no time that has not come", () => {
    expect(factsOf({ status: "DRAFT" }, LIST_COLUMNS)).not.toHaveProperty("progress");
    expect(factsOf({ followUpAt: LATER }, LIST_COLUMNS)?.isDue).toBeUndefined();
  });

  it("leave no name where none was typed, and still name the check box", () => {
    expect(factsOf({ businessName: said("") })).toMatchObject({ name: null, select: "Select No name yet" });
  });

  it.each([
    [
      "nothing while it is being sent, which is a status of its own",
      { status: "QUEUED", sending: true },
      null,
    ],
    ["that DOKU is being asked", { status: "UNCONFIRMED", sending: true }, "checking…"],
    ["that its turn comes", { status: "QUEUED", nextRunAt: NOW }, "goes out when it is its turn"],
    ["that it is to be checked", { status: "UNCONFIRMED", nextRunAt: NOW }, "checked when it is its turn"],
    [
      "that sending is paused, whatever time it had",
      { status: "QUEUED", paused: true, nextRunAt: LATER },
      "sending is paused",
    ],
    [
      "the same of what is in doubt",
      { status: "UNCONFIRMED", paused: true, nextRunAt: NOW },
      "sending is paused",
    ],
    [
      "that no server sends it, whatever time it had",
      { status: "QUEUED", unserved: true, nextRunAt: LATER },
      "no running server sends it",
    ],
    [
      "the same of what was to be checked",
      { status: "UNCONFIRMED", unserved: true, nextRunAt: NOW },
      "no running server sends it",
    ],
    ["no pause of what does not wait", { status: "INVITED", paused: true, nextRunAt: LATER }, null],
    [
      "when it goes on",
      { status: "UNCONFIRMED", nextRunAt: "2026-11-12T09:30:00.000Z" },
      "again at 16.30 WIB",
    ],
    [
      "what DOKU refused, by the field's label",
      { status: "NEEDS_FIX", problem: said(EMAIL_USED), cause: "refused.representativeEmail.1" },
      "Representative email is in use at DOKU already",
    ],
    [
      "which sign of this merchant's name it refused",
      {
        status: "NEEDS_FIX",
        businessName: said("Kopi & Senja"),
        problem: said("must not contain special characters"),
        cause: "refused.businessName.1",
      },
      "Business name has “&”, which DOKU does not accept",
    ],
    [
      "DOKU's own words where the dictionary has none",
      { status: "NEEDS_FIX", problem: said("try later"), cause: "refused.other.1" },
      "DOKU did not accept this registration: “try later”",
    ],
    ["that DOKU gave no reason", { status: "NEEDS_FIX" }, "DOKU gave no reason"],
    [
      "why it is in doubt, once nothing is planned",
      { status: "UNCONFIRMED", cause: "unsure.header_timeout" },
      "DOKU did not answer in time",
    ],
    [
      "why it was not sent",
      { status: "FAILED", cause: "not_sent.dns" },
      "DOKU's address could not be looked up",
    ],
    ["nothing of a problem that is over", { status: "INVITED", problem: said(EMAIL_USED) }, null],
  ] as const)("add to the status, %s", (_when, change, note) => {
    expect(factsOf(change)?.note).toBe(note);
  });

  it("say *Sending* of what is being sent, and of nothing else", () => {
    expect(factsOf({ status: "QUEUED", sending: true })?.sending).toBe(true);
    expect(factsOf({ status: "QUEUED" })?.sending).toBeUndefined();
    expect(factsOf({ status: "UNCONFIRMED", sending: true })?.sending).toBeUndefined();
  });

  it("leave the note to the column of causes where that is shown", () => {
    const change = {
      status: "NEEDS_FIX",
      problem: said(EMAIL_USED),
      cause: "refused.representativeEmail.1",
    } as const;
    const facts = factsOf(change, LIST_COLUMNS);
    expect(facts?.note).toBeUndefined();
    expect(facts).toMatchObject({
      problem: EMAIL_USED,
      cause: "Representative email is in use at DOKU already",
    });
  });
});

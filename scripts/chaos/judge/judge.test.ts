import { describe, expect, test } from "vitest";
import { judge } from "./judge";
import type { Blow, Call, Made, Outside, Press, Shown } from "./outside";

const WORKER = "worker-1";

/** A merchant who is registered at 0 ms and, unless a test says otherwise, sent at 1 s, answered at 2 s and shown as invited. */
const PRESS: Press = { serial: "kopi", atMs: 0, kind: "register", isAcknowledged: true, madeBefore: 0 };
const CALL: Call = {
  serial: "kopi",
  clientId: "BRN-1",
  requestId: "request-1",
  caller: WORKER,
  arrivedMs: 1_000,
  answer: "accepted",
  deliveredMs: 2_000,
  endedMs: 2_000,
  businessId: "BSN-1",
  bodySha256: "a",
};
const MADE: Made = {
  serial: "kopi",
  requestId: "request-1",
  businessId: "BSN-1",
  brandIds: ["BRN-1"],
  madeMs: 1_000,
};
const QUEUED: Shown = {
  serial: "kopi",
  id: "row-1",
  clientId: "BRN-1",
  atMs: 100,
  status: "QUEUED",
  isSending: false,
  promisedMs: 100,
  requestId: "request-1",
  entries: [],
  tellsRestore: false,
};
const PARKED: Shown = { ...QUEUED, atMs: 2_500, status: "UNCONFIRMED", promisedMs: null };
const INVITED: Shown = { ...PARKED, status: "INVITED", entries: ["BSN-1 BRN-1"] };
const NEEDS_FIX: Shown = { ...PARKED, status: "NEEDS_FIX" };
const FAILED: Shown = { ...PARKED, status: "FAILED" };
const LOST: Partial<Call> = { answer: "useless", deliveredMs: null, businessId: null };
const REFUSED: Partial<Call> = { answer: "refused", businessId: null };

const killAt = (fromMs: number, process: string | null = WORKER): Blow => ({
  kind: "kill",
  process,
  fromMs,
  toMs: fromMs,
});
const lasting = (
  kind: Blow["kind"],
  fromMs: number,
  toMs: number,
  process: string | null = WORKER,
): Blow => ({
  kind,
  process,
  fromMs,
  toMs,
});
const press = (kind: Press["kind"], atMs: number, madeBefore = 0): Press => ({
  ...PRESS,
  kind,
  atMs,
  madeBefore,
});

/** DOKU dedupes, but the product does not count on it, while a backup is put back. */
const UNPROVEN_AND_PUT_BACK = {
  mode: "R",
  restore: { backupMs: 500, restoredMs: 5_000 },
  unproven: [{ fromMs: 0, toMs: 100_000 }],
} as const satisfies Partial<Outside>;

/** Settled as not sent, sent again after a backup, and settled again since that was put back; `shown` of then, and of after a look. */
const sentSinceBackup = (shown: Partial<Shown>, madeMs = 3_000): Partial<Outside> => ({
  mode: "R",
  restore: { backupMs: 2_700, restoredMs: 5_000 },
  calls: [
    { ...CALL, ...LOST },
    { ...CALL, arrivedMs: madeMs, deliveredMs: madeMs + 500 },
  ],
  blows: [killAt(1_000)],
  presses: [PRESS, press("override", 2_600), press("retry", 2_800), press("found", 30_000, 1)],
  made: [{ ...MADE, madeMs }],
  shown: [QUEUED, { ...FAILED, atMs: 6_000, ...shown }, { ...INVITED, atMs: 30_500 }],
  endedMs: 40_000,
});

function makeRun(run: Partial<Outside> = {}): Outside {
  return {
    mode: "N",
    calls: [CALL],
    blows: [],
    presses: [PRESS],
    made: [MADE],
    shown: [QUEUED, INVITED],
    obstacles: [],
    unproven: [],
    restore: null,
    endedMs: 20_000,
    ...run,
  };
}

const namesOf = (run: Partial<Outside>) =>
  judge(makeRun(run)).flatMap(({ name, cases }) => (cases.length > 0 ? [name] : []));

const HOUR_MS = 3_600_000;

describe("is not cried over", () => {
  test.each<[string, Partial<Outside>]>([
    ["a merchant who is invited", {}],
    [
      "a row that was refused, put right and sent as another request",
      {
        calls: [
          { ...CALL, ...REFUSED },
          { ...CALL, requestId: "request-2", arrivedMs: 6_000, deliveredMs: 7_000 },
        ],
        presses: [PRESS, press("fix", 5_000)],
        made: [{ ...MADE, requestId: "request-2" }],
        shown: [
          QUEUED,
          NEEDS_FIX,
          { ...QUEUED, atMs: 5_100, requestId: "request-2" },
          { ...INVITED, atMs: 7_500, requestId: "request-2" },
        ],
      },
    ],
    [
      "a row that is parked because its process was killed before the answer came",
      { calls: [{ ...CALL, deliveredMs: null }], blows: [killAt(1_500)], shown: [QUEUED, PARKED] },
    ],
    [
      "a row whose process lost its sessions just before the call, and that is parked until the answer is there",
      {
        blows: [lasting("database", 900, 990, null)],
        shown: [QUEUED, { ...PARKED, atMs: 1_500 }, { ...INVITED, atMs: 2_100 }],
      },
    ],
    [
      "a row that is parked because its process was killed a moment after the answer came",
      { blows: [killAt(3_000)], shown: [QUEUED, PARKED] },
    ],
    [
      "an answer that a process without its database was killed with, however late",
      {
        blows: [lasting("database", 1_500, 9_000, null), killAt(12_000)],
        shown: [QUEUED, { ...PARKED, atMs: 10_000 }],
      },
    ],
    [
      "a row that is parked because the answer was useless",
      { calls: [{ ...CALL, ...LOST }], shown: [QUEUED, PARKED] },
    ],
    [
      "a row that is parked because its process stood still longer than it waits for an answer",
      {
        blows: [lasting("freeze", 1_500, 40_000)],
        shown: [QUEUED, { ...PARKED, atMs: 30_000 }],
        endedMs: 50_000,
      },
    ],
    [
      "a row whose caller nobody could name, and somebody was killed",
      { calls: [{ ...CALL, caller: null }], blows: [killAt(2_100, "worker-2")], shown: [QUEUED, PARKED] },
    ],
    [
      "a row in doubt since its process was killed, that a person sent again and DOKU answered not now",
      {
        calls: [{ ...CALL, answer: "not_now", businessId: null, arrivedMs: 60_000, deliveredMs: 61_000 }],
        made: [],
        blows: [killAt(500)],
        presses: [PRESS, press("sendAgain", 55_000, 0)],
        shown: [QUEUED, PARKED, { ...QUEUED, atMs: 55_500, promisedMs: 62_000 }, { ...PARKED, atMs: 62_000 }],
        endedMs: 70_000,
      },
    ],
    [
      "a row that was taken up by a process that was killed before it sent anything",
      { calls: [], made: [], blows: [killAt(2_000)], shown: [QUEUED, PARKED] },
    ],
    [
      "a row that was taken over for a moment while its process had no database, and is invited in the end",
      {
        blows: [lasting("database", 1_500, 2_400, null)],
        shown: [QUEUED, PARKED, { ...INVITED, atMs: 4_000 }],
      },
    ],
    [
      "a refusal of an envelope that was in doubt before",
      {
        calls: [
          { ...CALL, ...LOST },
          { ...CALL, ...REFUSED, arrivedMs: 6_000, deliveredMs: 7_000 },
        ],
        presses: [PRESS, press("sendAgain", 5_000)],
        made: [],
        shown: [QUEUED, PARKED],
      },
    ],
    [
      "a refusal that came to a process which had lost its claim",
      {
        calls: [{ ...CALL, ...REFUSED }],
        made: [],
        blows: [lasting("database", 1_500, 1_600, null)],
        shown: [QUEUED, PARKED],
      },
    ],
    ["a refusal", { calls: [{ ...CALL, ...REFUSED }], made: [], shown: [QUEUED, NEEDS_FIX] }],
    [
      "a second business of a person who sent again without looking",
      {
        calls: [
          { ...CALL, deliveredMs: null },
          { ...CALL, arrivedMs: 6_000, deliveredMs: 7_000, businessId: "BSN-2" },
        ],
        presses: [PRESS, press("sendAgain", 5_000, 1)],
        made: [MADE, { ...MADE, businessId: "BSN-2" }],
        shown: [QUEUED, PARKED, { ...INVITED, atMs: 7_500, entries: ["BSN-2 BRN-1"] }],
      },
    ],
    [
      "the same envelope after DOKU said not now",
      {
        calls: [
          { ...CALL, answer: "not_now", businessId: null },
          { ...CALL, arrivedMs: 6_000, deliveredMs: 7_000 },
        ],
        shown: [QUEUED, { ...INVITED, atMs: 7_500 }],
      },
    ],
    [
      "a replay where replays are proven",
      {
        mode: "R",
        calls: [
          { ...CALL, ...LOST },
          { ...CALL, arrivedMs: 6_000, deliveredMs: 7_000 },
        ],
        shown: [QUEUED, { ...PARKED, promisedMs: 5_000 }, { ...INVITED, atMs: 7_500 }],
      },
    ],
    [
      "a row that is parked after four useless answers where replays are proven",
      {
        mode: "R",
        calls: [1, 2, 3, 4].map((at) => ({ ...CALL, ...LOST, arrivedMs: at * 1_000 })),
        shown: [QUEUED, { ...PARKED, atMs: 5_000 }],
      },
    ],
    [
      "a person's word that it was not sent, though a request had reached DOKU",
      {
        calls: [{ ...CALL, ...LOST }],
        presses: [PRESS, press("override", 5_000)],
        made: [],
        shown: [QUEUED, PARKED, { ...FAILED, atMs: 5_100 }],
      },
    ],
    [
      "a row that waits for as long as it was promised",
      {
        calls: [{ ...CALL, arrivedMs: HOUR_MS + 1_000, deliveredMs: HOUR_MS + 1_500 }],
        shown: [
          { ...QUEUED, promisedMs: HOUR_MS },
          { ...INVITED, atMs: HOUR_MS + 2_000 },
        ],
        endedMs: HOUR_MS + 20_000,
      },
    ],
    [
      "a row that waits while its credential is paused",
      {
        calls: [{ ...CALL, arrivedMs: HOUR_MS, deliveredMs: HOUR_MS + 500 }],
        shown: [QUEUED, { ...INVITED, atMs: HOUR_MS + 1_000 }],
        obstacles: [{ fromMs: 500, toMs: HOUR_MS - 10_000 }],
        endedMs: HOUR_MS + 20_000,
      },
    ],
    [
      "a row that waits until a frozen process has lost its claim",
      {
        calls: [{ ...CALL, arrivedMs: 70_000, deliveredMs: 70_500 }],
        blows: [lasting("freeze", 500, 90_000, "worker-2")],
        shown: [QUEUED, { ...INVITED, atMs: 71_000 }],
        endedMs: 100_000,
      },
    ],
    [
      "what was sent between a backup and its return where nobody dedupes",
      {
        restore: { backupMs: 500, restoredMs: 5_000 },
        made: [MADE, { ...MADE, businessId: "BSN-2", requestId: "request-2" }],
        shown: [{ ...INVITED, atMs: 6_000 }],
      },
    ],
    [
      "what a backup knows as not sent, where everybody is told that it may have been sent since",
      sentSinceBackup({ tellsRestore: true }),
    ],
    [
      "what a backup knows as not sent, for as long as nobody can have noticed that it was put back",
      sentSinceBackup({ atMs: 21_000 }),
    ],
    [
      "a row that a backup does not know, when a person goes on with its spreadsheet",
      {
        ...UNPROVEN_AND_PUT_BACK,
        calls: [CALL, { ...CALL, arrivedMs: 6_000, deliveredMs: 7_000 }],
        shown: [
          { ...QUEUED, atMs: 900 },
          { ...INVITED, atMs: 7_500 },
        ],
      },
    ],
    [
      "a row put right with the same words once more, after a backup brought it back as it was before",
      {
        ...UNPROVEN_AND_PUT_BACK,
        calls: [CALL, { ...CALL, arrivedMs: 6_000, deliveredMs: 7_000 }],
        presses: [PRESS, press("fix", 900), press("fix", 5_500)],
        shown: [QUEUED, { ...INVITED, atMs: 7_500 }],
      },
    ],
    [
      "a row that a machine sent again while replays were proven, and a person after that",
      {
        mode: "R",
        unproven: [{ fromMs: 8_000, toMs: 20_000 }],
        calls: [
          { ...CALL, ...LOST },
          { ...CALL, ...LOST, arrivedMs: 6_000 },
          { ...CALL, arrivedMs: 10_000, deliveredMs: 11_000 },
        ],
        presses: [PRESS, press("sendAgain", 9_500, 1)],
        shown: [
          QUEUED,
          { ...PARKED, promisedMs: 6_000 },
          { ...PARKED, atMs: 8_500 },
          { ...INVITED, atMs: 11_500 },
        ],
      },
    ],
    [
      "a row set aside that waited when the backup was made",
      {
        ...UNPROVEN_AND_PUT_BACK,
        presses: [PRESS, press("found", 8_000, 1)],
        shown: [QUEUED, { ...PARKED, atMs: 6_000 }, { ...INVITED, atMs: 8_500 }],
      },
    ],
    [
      "a row that waited when the backup was made, set aside as soon as replays are not proven any more",
      {
        mode: "R",
        restore: { backupMs: 500, restoredMs: 5_000 },
        unproven: [{ fromMs: 9_000, toMs: 20_000 }],
        presses: [PRESS, press("found", 11_000, 1)],
        shown: [
          QUEUED,
          { ...PARKED, atMs: 6_000, promisedMs: 70_000 },
          { ...PARKED, atMs: 9_500 },
          { ...INVITED, atMs: 11_500 },
        ],
      },
    ],
    [
      "a row that waits for long to be sent again, of whose request a backup that was put back does not know",
      {
        mode: "R",
        restore: { backupMs: 500, restoredMs: 5_000 },
        blows: [lasting("freeze", 10_000, 20_000, "worker-2")],
        calls: [
          { ...CALL, ...LOST },
          { ...CALL, arrivedMs: 76_000, deliveredMs: 77_000, endedMs: 77_000 },
        ],
        shown: [
          { ...QUEUED, atMs: 6_000 },
          { ...INVITED, atMs: 77_500 },
        ],
        endedMs: 100_000,
      },
    ],
  ])("%s", (_, run) => expect(namesOf(run)).toEqual([]));
});

describe("is cried over", () => {
  test.each<[string, string[], Partial<Outside>]>([
    ["a form that was acknowledged and is not there", ["lost"], { calls: [], made: [], shown: [] }],
    [
      "an answer that was thrown away by a process that lived on",
      ["lost", "parked without cause"],
      { shown: [QUEUED, PARKED] },
    ],
    [
      "an answer that was thrown away, although another process was killed",
      ["lost", "parked without cause"],
      { blows: [killAt(2_100, "worker-2")], shown: [QUEUED, PARKED] },
    ],
    [
      "an answer that was thrown away because the database was away, although its process lived on",
      ["lost", "parked without cause"],
      {
        blows: [lasting("database", 1_500, 9_000, null)],
        shown: [QUEUED, { ...PARKED, atMs: 10_000 }],
        endedMs: 60_000,
      },
    ],
    [
      "an answer that was thrown away, and that a person had to look for",
      ["parked without cause"],
      { shown: [QUEUED, PARKED, { ...INVITED, atMs: 9_000 }], presses: [PRESS, press("found", 8_900, 1)] },
    ],
    [
      "an answer that a process which stood still for seconds has thrown away",
      ["lost", "parked without cause"],
      {
        blows: [lasting("freeze", 1_500, 4_000)],
        shown: [QUEUED, { ...PARKED, atMs: 5_000 }],
        endedMs: 60_000,
      },
    ],
    [
      "a refusal that a person is asked about",
      ["parked without cause"],
      { calls: [{ ...CALL, ...REFUSED }], made: [], shown: [QUEUED, PARKED] },
    ],
    [
      "a row that is parked though nothing of it was sent and nobody was struck",
      ["parked without cause"],
      { calls: [], made: [], shown: [QUEUED, PARKED] },
    ],
    [
      "a row that is parked although its process had its sessions back long before the call",
      ["parked without cause"],
      {
        calls: [{ ...CALL, arrivedMs: 9_000, deliveredMs: 10_000, endedMs: 10_000 }],
        blows: [lasting("database", 1_000, 1_100, null)],
        shown: [QUEUED, { ...PARKED, atMs: 9_500 }, { ...INVITED, atMs: 10_100 }],
      },
    ],
    [
      "a row that is parked long after somebody was killed",
      ["parked without cause"],
      {
        calls: [],
        made: [],
        blows: [killAt(500)],
        shown: [
          { ...QUEUED, promisedMs: 90_000 },
          { ...PARKED, atMs: 100_000 },
        ],
        endedMs: 110_000,
      },
    ],
    [
      "a row that is parked after one useless answer where replays are proven",
      ["parked without cause"],
      { mode: "R", calls: [{ ...CALL, ...LOST }], shown: [QUEUED, PARKED] },
    ],
    [
      "a business that nobody has registered",
      ["lost"],
      { made: [MADE, { ...MADE, serial: "teh", businessId: "BSN-2" }] },
    ],
    [
      "a second business, answered whole, that is not mapped",
      ["lost"],
      {
        calls: [CALL, { ...CALL, arrivedMs: 6_000, deliveredMs: 7_000, businessId: "BSN-2" }],
        presses: [PRESS, press("sendAgain", 5_000, 1)],
        made: [MADE, { ...MADE, businessId: "BSN-2" }],
      },
    ],
    [
      "a second business although its person had looked",
      ["doubled"],
      {
        calls: [
          { ...CALL, ...LOST },
          { ...CALL, arrivedMs: 6_000, deliveredMs: 7_000, businessId: "BSN-2" },
        ],
        presses: [PRESS, press("sendAgain", 5_000, 0)],
        made: [
          { ...MADE, madeMs: 6_500 },
          { ...MADE, businessId: "BSN-2", madeMs: 6_000 },
        ],
        shown: [QUEUED, PARKED, { ...INVITED, atMs: 7_500, entries: ["BSN-2 BRN-1"] }],
      },
    ],
    [
      "a second business where DOKU dedupes, after a backup was put back",
      ["doubled", "sent again unasked"],
      {
        mode: "R",
        restore: { backupMs: 500, restoredMs: 5_000 },
        calls: [
          CALL,
          { ...CALL, requestId: "request-2", arrivedMs: 6_000, deliveredMs: 7_000, businessId: "BSN-2" },
        ],
        made: [MADE, { ...MADE, requestId: "request-2", businessId: "BSN-2" }],
        shown: [{ ...INVITED, atMs: 7_500, requestId: "request-2", entries: ["BSN-1 BRN-1", "BSN-2 BRN-1"] }],
      },
    ],
    [
      "a row that waited when the backup was made, and that a machine sends again where replays are not proven",
      ["sent again unasked"],
      {
        ...UNPROVEN_AND_PUT_BACK,
        calls: [CALL, { ...CALL, arrivedMs: 6_000, deliveredMs: 7_000 }],
        shown: [QUEUED, { ...INVITED, atMs: 7_500 }],
      },
    ],
    [
      "a row put right that a machine sends twice",
      ["sent again unasked"],
      {
        calls: [
          { ...CALL, ...LOST },
          { ...CALL, arrivedMs: 6_000, deliveredMs: 7_000 },
        ],
        presses: [PRESS, press("fix", 900)],
        shown: [QUEUED, PARKED, { ...INVITED, atMs: 7_500 }],
      },
    ],
    [
      "what was sent after a backup, and is told as not sent without a word of the backup",
      ["untrue"],
      sentSinceBackup({}),
    ],
    [
      "what was sent before the backup, and is told as not sent",
      ["untrue"],
      sentSinceBackup({ tellsRestore: true }, 2_650),
    ],
    [
      "a row set aside after a backup was put back, although DOKU dedupes",
      ["parked without cause"],
      {
        mode: "R",
        restore: { backupMs: 500, restoredMs: 5_000 },
        presses: [PRESS, press("found", 8_000, 1)],
        shown: [QUEUED, { ...PARKED, atMs: 6_000 }, { ...INVITED, atMs: 8_500 }],
      },
    ],
    [
      "two registrations of one form",
      ["doubled"],
      { shown: [QUEUED, INVITED, { ...INVITED, id: "row-2", atMs: 3_000 }] },
    ],
    [
      "a machine that sends again what may have arrived, also where nothing came of the first call",
      ["sent again unasked"],
      {
        calls: [
          { ...CALL, ...LOST },
          { ...CALL, arrivedMs: 6_000, deliveredMs: 7_000 },
        ],
        shown: [QUEUED, PARKED, { ...INVITED, atMs: 7_500 }],
      },
    ],
    [
      "another request that a machine makes of what may have arrived",
      ["sent again unasked"],
      {
        calls: [
          { ...CALL, ...LOST },
          { ...CALL, requestId: "request-2", arrivedMs: 6_000, deliveredMs: 7_000 },
        ],
        made: [{ ...MADE, requestId: "request-2" }],
        shown: [QUEUED, PARKED, { ...INVITED, atMs: 7_500, requestId: "request-2" }],
      },
    ],
    [
      "a refusal that is believed although an earlier call of it had no answer",
      ["untrue"],
      {
        calls: [
          { ...CALL, ...LOST },
          { ...CALL, ...REFUSED, arrivedMs: 6_000, deliveredMs: 7_000 },
        ],
        presses: [PRESS, press("sendAgain", 5_000)],
        made: [],
        shown: [QUEUED, PARKED, { ...NEEDS_FIX, atMs: 7_500 }],
      },
    ],
    [
      "a planned replay that goes on after replays were found not to be proven",
      ["sent again unasked"],
      {
        mode: "R",
        unproven: [{ fromMs: 4_000, toMs: 20_000 }],
        calls: [
          { ...CALL, ...LOST },
          { ...CALL, arrivedMs: 6_000, deliveredMs: 7_000 },
        ],
        shown: [QUEUED, { ...PARKED, promisedMs: 6_000 }, { ...INVITED, atMs: 7_500 }],
      },
    ],
    [
      "an envelope whose bytes have changed",
      ["other bytes"],
      {
        mode: "R",
        calls: [
          { ...CALL, ...LOST },
          { ...CALL, arrivedMs: 6_000, deliveredMs: 7_000, bodySha256: "b" },
        ],
        shown: [QUEUED, { ...PARKED, promisedMs: 6_000 }, { ...INVITED, atMs: 7_500 }],
      },
    ],
    [
      "ids that the ledger has for nobody",
      ["lost", "untrue"],
      { shown: [QUEUED, { ...INVITED, entries: ["BSN-9 BRN-9"] }] },
    ],
    [
      "brands of another business",
      ["lost", "untrue"],
      { shown: [QUEUED, { ...INVITED, entries: ["BSN-1 BRN-2"] }] },
    ],
    [
      "an invited row that a late answer takes back",
      ["untrue"],
      {
        calls: [{ ...CALL, ...LOST }],
        presses: [PRESS, press("found", 3_000, 1)],
        shown: [QUEUED, PARKED, { ...INVITED, atMs: 3_100 }, { ...PARKED, atMs: 4_000 }],
      },
    ],
    [
      "a refusal that DOKU never made",
      ["untrue"],
      { calls: [{ ...CALL, ...LOST }], made: [], shown: [QUEUED, NEEDS_FIX] },
    ],
    [
      "a row that needs fixing, and its business exists",
      ["lost", "untrue"],
      {
        calls: [
          { ...CALL, ...LOST },
          { ...CALL, ...REFUSED, arrivedMs: 1_500 },
        ],
        presses: [PRESS, press("sendAgain", 1_400)],
        shown: [QUEUED, NEEDS_FIX],
      },
    ],
    [
      "a row that is shown as not sent by machine",
      ["untrue"],
      { calls: [], made: [], shown: [QUEUED, FAILED] },
    ],
    [
      "a row that says for minutes that it waits, after its request had reached DOKU",
      ["untrue"],
      {
        calls: [{ ...CALL, ...LOST }],
        shown: [
          { ...QUEUED, promisedMs: 290_000 },
          { ...PARKED, atMs: 300_000 },
        ],
        endedMs: 310_000,
      },
    ],
    [
      "a row that is due, and nobody acts for a minute",
      ["without a next actor"],
      {
        calls: [{ ...CALL, arrivedMs: 60_000, deliveredMs: 60_500 }],
        shown: [QUEUED, { ...INVITED, atMs: 61_000 }],
        endedMs: 80_000,
      },
    ],
    [
      "a row that is held until a frozen process comes back",
      ["without a next actor"],
      {
        calls: [{ ...CALL, arrivedMs: 95_000, deliveredMs: 95_500 }],
        blows: [lasting("freeze", 500, 90_000, "worker-2")],
        shown: [QUEUED, { ...INVITED, atMs: 96_000 }],
        endedMs: 100_000,
      },
    ],
    [
      "a row that starves while others are sent",
      ["without a next actor"],
      {
        calls: Array.from({ length: 100 }, (_, at) => ({
          ...CALL,
          serial: `other-${at}`,
          requestId: `other-${at}`,
          arrivedMs: at * 4_000,
          businessId: null,
          answer: "refused" as const,
        })),
        made: [],
        shown: [QUEUED],
        endedMs: 400_000,
      },
    ],
    [
      "a row that is under way when everything has stopped",
      ["without a next actor"],
      { calls: [], made: [], shown: [QUEUED], endedMs: 10_000 },
    ],
  ])("%s", (_, names, run) => expect(namesOf(run)).toEqual(names));
});

test("each line says of how many it was looked for", () => {
  for (const { of } of judge(makeRun())) expect(of).toBeGreaterThan(0);
});

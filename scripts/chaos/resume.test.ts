import { expect, test } from "vitest";
import type { Call, Outside, Shown } from "./judge/outside";
import { resumeTimes } from "./resume";

const HELD: Call = {
  serial: "aaaa",
  clientId: "BRN-1",
  requestId: "r-1",
  caller: "worker-1-1",
  arrivedMs: 1_000,
  answer: "accepted",
  deliveredMs: null,
  endedMs: null,
  businessId: null,
  bodySha256: null,
};
const SHOWN: Shown = {
  ...{
    serial: "aaaa",
    id: "1",
    clientId: "BRN-1",
    requestId: "r-1",
    atMs: 900,
    entries: [],
    tellsRestore: false,
  },
  ...{ status: "QUEUED", isSending: false, promisedMs: null },
};
const AGAIN: Call = { ...HELD, caller: "worker-2-1", arrivedMs: 10_700, endedMs: 11_000 };

const timesOf = (run: Partial<Outside>) =>
  resumeTimes(
    {
      mode: "R",
      ...{ calls: [HELD, AGAIN], presses: [], made: [], shown: [SHOWN], obstacles: [], unproven: [] },
      blows: [{ kind: "kill", process: "worker-1-1", fromMs: 10_000, toMs: 10_000 }],
      restore: null,
      endedMs: 300_000,
      ...run,
    },
    "kill",
  );

test.each<[string, Partial<Outside>, { helped: number[]; alone: number[] }]>([
  ["until another worker sent it", {}, { helped: [700], alone: [] }],
  [
    "until its person was told that it is in doubt",
    {
      calls: [HELD, { ...AGAIN, requestId: "r-2" }],
      shown: [SHOWN, { ...SHOWN, atMs: 10_400, status: "UNCONFIRMED" }],
    },
    { helped: [400], alone: [] },
  ],
  [
    "not where another one had settled it before, while the call was left open",
    {
      shown: [SHOWN, { ...SHOWN, atMs: 5_000, status: "INVITED" }],
      calls: [HELD, { ...AGAIN, arrivedMs: 3_000 }],
    },
    { helped: [], alone: [] },
  ],
  [
    "by itself where the other worker was killed too",
    {
      blows: [
        { kind: "kill", process: "worker-1-1", fromMs: 10_000, toMs: 10_000 },
        { kind: "kill", process: "worker-2-1", fromMs: 10_200, toMs: 10_200 },
      ],
    },
    { helped: [], alone: [700] },
  ],
  [
    "by itself where the other worker is still starting",
    {
      calls: [
        { ...HELD, arrivedMs: 9_000 },
        { ...AGAIN, arrivedMs: 10_700 },
      ],
      blows: [
        { kind: "kill", process: "worker-2-1", fromMs: 4_000, toMs: 4_000 },
        { kind: "kill", process: "worker-1-1", fromMs: 10_000, toMs: 10_000 },
      ],
    },
    { helped: [], alone: [700] },
  ],
  [
    "without the time in which nobody could",
    { obstacles: [{ fromMs: 10_100, toMs: 10_600 }] },
    { helped: [200], alone: [] },
  ],
])("the time after a kill is taken %s", (_, run, times) => {
  expect(timesOf(run)).toEqual(times);
});

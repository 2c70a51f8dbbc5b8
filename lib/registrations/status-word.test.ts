import { expect, test } from "vitest";
import { STATUSES, statusWord } from "./status";

test("only what waits is called otherwise while a process sends it", () => {
  expect(STATUSES.map((status) => statusWord({ status, sending: true }))).toEqual(
    STATUSES.with(STATUSES.indexOf("QUEUED"), "sending" as never),
  );
  expect(STATUSES.map((status) => statusWord({ status, sending: false }))).toEqual(STATUSES);
});

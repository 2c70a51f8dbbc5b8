import type { Pool } from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { startSweeping } from "./sweep";

afterEach(() => {
  vi.useRealTimers();
});

test("a sweep that came too early comes again when it is time, and not a round later", async () => {
  vi.useFakeTimers();
  const query = vi.fn(async () => ({ rows: [{ dead: 0, released: 0, dueMs: 200 }] }));
  const stop = startSweeping({ query } as unknown as Pool);
  await vi.advanceTimersByTimeAsync(0);
  expect(query).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(199);
  expect(query).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(50);
  expect(query).toHaveBeenCalledTimes(2);
  stop();
});

import { afterEach, beforeEach, expect, type MockInstance, vi } from "vitest";

// A test that provokes such a message spies on it too, looks at it and calls `mockClear()`; any other
// message is a defect nobody looked at.
const watched = ["error", "warn"] as const;
let spies: MockInstance[] = [];

beforeEach(() => {
  spies = watched.map((method) => vi.spyOn(console, method));
});

afterEach(() => {
  const said = spies.flatMap((spy) => spy.mock.calls);
  for (const spy of spies) spy.mockRestore();
  expect(said, "a message on the console that no test expected").toEqual([]);
});

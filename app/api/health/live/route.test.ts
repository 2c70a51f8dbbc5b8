import { expect, test } from "vitest";
import { GET } from "./route";

test("a process that answers lives, whatever its database does and also while it stops", async () => {
  globalThis.mitraIsStopping = true;
  const answer = await GET(new Request("http://127.0.0.1:3000/api/health/live"), {
    params: Promise.resolve({}),
  });
  globalThis.mitraIsStopping = undefined;
  expect(answer.status).toBe(200);
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

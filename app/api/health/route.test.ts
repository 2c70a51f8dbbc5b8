import { expect, test } from "vitest";
import { GET } from "./route";

test("a process whose database does not answer says that it cannot serve", async () => {
  const answer = await GET(new Request("http://127.0.0.1:3000/api/health"), { params: Promise.resolve({}) });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("5");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await answer.json()).toEqual({ error: { code: "database_unavailable" } });
});

import { expect, test } from "vitest";
import { GET as getHealth } from "../route";
import { GET } from "./route";

const ask = (get: typeof GET) =>
  get(new Request("http://127.0.0.1:3000/api/health/ready"), { params: Promise.resolve({}) });

test("a process whose database does not answer is not ready", async () => {
  const answer = await ask(GET);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({ error: { code: "database_unavailable" } });
});

test.each([["/api/health/ready", GET] as const, ["/api/health", getHealth] as const])(
  "%s says of a process that was told to stop that it is not ready",
  async (_, get) => {
    globalThis.mitraIsStopping = true;
    const answer = await ask(get);
    globalThis.mitraIsStopping = undefined;
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(await answer.json()).toEqual({ status: "stopping" });
  },
);

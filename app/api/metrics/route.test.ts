import { beforeEach, expect, test, vi } from "vitest";

const TOKEN = "a-token-of-a-prometheus";

beforeEach(() => {
  // The environment is read once per copy of the modules, and these tests need two of them.
  vi.resetModules();
  vi.unstubAllEnvs();
  globalThis.mitraMetrics = undefined;
});

async function scrape(headers: Record<string, string>): Promise<Response> {
  const { GET } = await import("./route");
  const request = new Request("http://127.0.0.1:3000/api/metrics", { headers });
  return GET(request, { params: Promise.resolve({}) });
}

test("without a token in the environment there is nothing at the address", async () => {
  expect((await scrape({ authorization: "Bearer " })).status).toBe(404);
});

test.each<Record<string, string>>([{}, { authorization: "Bearer another" }, { authorization: TOKEN }])(
  "a scraper that shows %j learns nothing",
  async (headers) => {
    vi.stubEnv("METRICS_TOKEN", TOKEN);
    const answer = await scrape(headers);
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain("mitra_");
  },
);

test("the scraper that shows the token gets figures, also while the database is away", async () => {
  vi.stubEnv("METRICS_TOKEN", TOKEN);
  const answer = await scrape({ authorization: `Bearer ${TOKEN}` });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toContain("text/plain");
  const text = await answer.text();
  expect(text).toContain("mitra_database_up 0");
  expect(text).toContain("nodejs_eventloop_lag_seconds");
  expect(text).toContain("process_resident_memory_bytes");
});

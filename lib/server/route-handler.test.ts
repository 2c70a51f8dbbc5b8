import { describe, expect, test } from "vitest";
import { AppError, type ErrorCode } from "@/lib/errors";
import en from "@/lib/i18n/messages/en.json";
import id from "@/lib/i18n/messages/id.json";
import { logger } from "@/lib/logger";
import { answerOf, defineRoute } from "./route-handler";

logger.level = "silent";

const SITE = "http://127.0.0.1:3000";
const context = { params: Promise.resolve({}) };

function requestFrom(origin: string, method: string): Request {
  return new Request(`${SITE}/api/example`, { method, headers: { origin, host: "127.0.0.1:3000" } });
}

describe("a public route", () => {
  const route = defineRoute({
    permission: "public",
    handler: async () => new Response("done", { headers: { "cache-control": "public, max-age=3600" } }),
  });

  test("answers, and its answers are never stored", async () => {
    const answer = await route(requestFrom(SITE, "POST"), context);
    expect(await answer.text()).toBe("done");
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test("changes nothing for another site, which may only look", async () => {
    const refused = await route(requestFrom("https://jahat.example", "POST"), context);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual({ error: { code: "not_allowed" } });
    expect((await route(requestFrom("https://jahat.example", "GET"), context)).status).toBe(200);
  });

  test("may lead elsewhere", async () => {
    const leading = defineRoute({
      permission: "public",
      handler: async () => Response.redirect(`${SITE}/sign-in`),
    });
    const answer = await leading(requestFrom(SITE, "GET"), context);
    expect(answer.headers.get("location")).toBe(`${SITE}/sign-in`);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });
});

describe("HEAD", () => {
  const handler = async () => new Response("opened");
  const ask = (permission: "public" | "registrations.read") =>
    defineRoute({ permission, handler })(requestFrom(SITE, "HEAD"), context);

  test("opens nothing behind a permission, because nobody reads it", async () => {
    const answer = await ask("registrations.read");
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("GET");
  });

  test("is answered by a public door, by which balancers ask for health", async () => {
    expect((await ask("public")).status).toBe(200);
  });
});

describe("an error in a route", () => {
  test.each<[ErrorCode, number]>([
    ["not_signed_in", 401],
    ["not_allowed", 403],
    ["not_found", 404],
    ["bad_input", 400],
    ["too_slow", 408],
    ["too_many_requests", 429],
    ["database_unavailable", 503],
    ["database_lost", 503],
  ])("that is the refusal %s is answered with %i", async (code, status) => {
    const answer = answerOf(new AppError(code));
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error: { code } });
  });

  test.each<[ErrorCode, Error]>([
    ["database_unavailable", Object.assign(new Error("connect"), { code: "ECONNREFUSED" })],
    ["database_unavailable", Object.assign(new Error("connect"), { code: "ETIMEDOUT", syscall: "connect" })],
    ["database_unavailable", Object.assign(new Error("cannot execute UPDATE"), { code: "25006" })],
    ["database_unavailable", new Error("timeout exceeded when trying to connect")],
    ["database_lost", Object.assign(new Error("terminating connection"), { code: "57P01" })],
    ["database_lost", Object.assign(new Error("read"), { code: "ECONNRESET", syscall: "read" })],
    ["database_lost", new Error("Connection terminated unexpectedly")],
    [
      "database_lost",
      new Error("Prisma", { cause: Object.assign(new Error("inner"), { code: "ETIMEDOUT" }) }),
    ],
  ])("that means %s asks to come back later", async (code, error) => {
    const answer = answerOf(error);
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(await answer.json()).toEqual({ error: { code } });
  });

  const asBrowser = (path: string, accept = "text/html,application/xhtml+xml,*/*;q=0.8") =>
    new Request(SITE + path, {
      headers: { accept, "content-security-policy": "style-src 'self' 'nonce-bm9uY2U='" },
    });

  test.each<[ErrorCode, number]>([
    ["too_many_requests", 429],
    ["database_unavailable", 503],
    ["not_possible_now", 409],
  ])("that keeps a person from a file is the refusal %s in words", async (code, status) => {
    const answer = answerOf(new AppError(code), asBrowser("/registrations/export"));
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.has("retry-after")).toBe(status !== 409);
    const html = await answer.text();
    expect(html).toContain(en.errors[code]);
    expect(html).toContain(id.errors[code]);
    expect(html).toContain('<style nonce="bm9uY2U=">');
    expect(html).not.toContain("<script");
  });

  test("that nobody expected tells a person its id", async () => {
    const answer = answerOf(
      new Error("column budi@kopisenja.example does not exist"),
      asBrowser("/imports/1/results"),
    );
    const html = await answer.text();
    expect(html).toMatch(/E-[0-9A-F]{8}/);
    expect(html).not.toContain("budi@");
  });

  test.each([asBrowser("/api/live"), asBrowser("/registrations/search", "*/*")])(
    "is a code to whatever is no person: $url",
    async (request) => {
      expect(await answerOf(new AppError("not_found"), request).json()).toEqual({
        error: { code: "not_found" },
      });
    },
  );

  test("that nobody expected is answered with its id and not with its words", async () => {
    const answer = answerOf(new Error("column budi@kopisenja.example does not exist"));
    expect(answer.status).toBe(500);
    expect(await answer.text()).toMatch(/^\{"error":\{"code":"unexpected","errorId":"E-[0-9A-F]{8}"\}\}$/);
  });
});

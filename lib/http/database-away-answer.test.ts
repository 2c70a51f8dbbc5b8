import { expect, test } from "vitest";
import { databaseAwayAnswer, isPageRequest } from "./database-away-answer";

test.each([
  ["GET", "/registrations", true],
  ["HEAD", "/sign-in", true],
  ["POST", "/registrations/new", false],
  ["GET", "/api/health", false],
  ["GET", "/icon.svg", false],
])("%s %s is asking for a page: %s", (method, pathname, expected) => {
  expect(isPageRequest({ method, pathname })).toBe(expected);
});

test("a page without a database is 503 in both languages, and says when to come back", async () => {
  const answer = databaseAwayAnswer("a-nonce");
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("5");
  const html = await answer.text();
  expect(html).toContain('<section lang="en">');
  expect(html).toContain('<section lang="id">');
  expect(html).not.toContain("<script");
});

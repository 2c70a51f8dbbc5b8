import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { describe, expect, test } from "vitest";
import { useSimulatorEnv } from "@/lib/testing/registrations";
import { openOnce, sessionIdIn, sessionIdOf } from "./session-cookie";
import { sessionOptions } from "./session-options";

const SECRET = "a-secret-for-tests-of-at-least-32-characters";
useSimulatorEnv({ NEXTAUTH_URL: "https://mitra.example", NEXTAUTH_SECRET: SECRET });

describe("the cookies of signing in", () => {
  test("over TLS belong to this host alone, out of reach of scripts and other sites", () => {
    const { cookies, session } = sessionOptions();
    for (const { name, options } of Object.values(cookies)) {
      expect(name).toMatch(/^__Host-next-auth\./);
      expect(options).toMatchObject({ httpOnly: true, secure: true, sameSite: "lax", path: "/" });
      expect(options).not.toHaveProperty("domain");
    }
    expect(session.maxAge).toBe(604_800);
  });
});

test.each([
  ["/audit-log?cursor=12", "/audit-log?cursor=12"],
  ["https://mitra.example/audit-log", "/audit-log"],
  ["https://jahat.example/audit-log", "/registrations"],
  ["https://mitra.example//jahat.example", "/registrations"],
  ["//jahat.example", "/registrations"],
  ["https://mitra.example.jahat.example/", "/registrations"],
  ["javascript:alert(1)", "/registrations"],
  ["http://[", "/registrations"],
  ["", "/registrations"],
])("from %j signing in leads to %s of this site", (url, path) => {
  const { redirect } = sessionOptions().callbacks;
  expect(redirect({ url, baseUrl: "https://mitra.example" })).toBe(`https://mitra.example${path}`);
});

describe("the session's token", () => {
  test("is told by a request, and does not show which session it is", async () => {
    const sessionId = randomUUID();
    const token = await encode({ token: { sessionId }, secret: SECRET });
    expect(token).not.toContain(sessionId);
    expect(await sessionIdIn(token)).toBe(sessionId);
  });

  test("is opened but once, and names nobody any more when it has become too old", async () => {
    const token = await encode({ token: { sessionId: randomUUID() }, secret: SECRET, maxAge: -10 });
    const params = { token, secret: SECRET };
    const said = await openOnce(params);
    expect(said).not.toBeNull();
    expect(await openOnce(params)).toBe(said);
    expect(await openOnce(params, Date.now() + 6_000)).toBeNull();
    await expect(openOnce({ ...params, secret: `${SECRET}!` })).rejects.toThrow();
  });

  test("names nobody when it was altered, is too old, or is not ours", async () => {
    const claims = { sessionId: randomUUID() };
    const value = await encode({ token: claims, secret: SECRET });
    const strangers = [
      undefined,
      "",
      "x",
      value.slice(0, -2),
      `${value.slice(0, -5)}${value.at(-5) === "A" ? "B" : "A"}${value.slice(-4)}`,
      await encode({ token: claims, secret: `${SECRET}-of-another-checkout` }),
      await encode({ token: claims, secret: SECRET, maxAge: -60 }),
      await encode({ token: { sessionId: "' or true --" }, secret: SECRET }),
      await encode({ token: { sessionId: { contains: "" } }, secret: SECRET }),
      await encode({ token: {}, secret: SECRET }),
    ];
    for (const stranger of strangers) expect(await sessionIdIn(stranger)).toBeNull();
  });

  test("says nothing but which session it is", () => {
    const sessionId = randomUUID();
    const { jwt } = sessionOptions().callbacks;
    const begun = { sub: sessionId, name: "Rina", email: "rina@mitra.example" };
    const token = jwt({ token: begun, user: { id: sessionId } });
    expect(token).toEqual({ sessionId });
    expect(jwt({ token: { ...token, name: "Rina" } })).toEqual({ sessionId });
    expect(sessionIdOf(jwt({ token: {} }))).toBeNull();
  });
});

import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { describe, expect, test } from "vitest";
import { useSimulatorEnv } from "@/lib/testing/registrations";
import { makeSessionCookie, readSessionCookie } from "./session-cookie";

const SECRET = "a-secret-for-tests-of-at-least-32-characters";
useSimulatorEnv({ NEXTAUTH_URL: "https://mitra.example", NEXTAUTH_SECRET: SECRET });

describe("the session's cookie", () => {
  test("over TLS belongs to this host alone, out of reach of scripts and other sites", async () => {
    const cookie = await makeSessionCookie(randomUUID());
    expect(cookie).toMatchObject({
      httpOnly: true,
      secure: true,
      sameSite: "lax",
      path: "/",
      maxAge: 604_800,
    });
    expect(cookie.name).toBe("__Host-next-auth.session-token");
    expect(cookie).not.toHaveProperty("domain");
  });

  test("gives back the session it was made for, and does not show it", async () => {
    const sessionId = randomUUID();
    const { value } = await makeSessionCookie(sessionId);
    expect(value).not.toContain(sessionId);
    expect(await readSessionCookie(value)).toBe(sessionId);
  });

  test("names nobody when it was altered, is too old, or is not ours", async () => {
    const sessionId = randomUUID();
    const { value } = await makeSessionCookie(sessionId);
    const claims = { sessionId };
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
    for (const stranger of strangers) expect(await readSessionCookie(stranger)).toBeNull();
  });
});

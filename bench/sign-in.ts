import { request } from "undici";
import { TEST_PASSWORD } from "@/lib/testing/people";

export type SessionCookie = { name: string; value: string };

/** Signs a person of the tests in at a running web server, as next-auth's own client does, and returns the session's cookie. */
export async function signInOverHttp(origin: string, email: string): Promise<SessionCookie> {
  const asked = await request(`${origin}/api/auth/csrf`);
  const { csrfToken } = (await asked.body.json()) as { csrfToken: string };
  const answer = await request(`${origin}/api/auth/callback/credentials`, {
    method: "POST",
    headers: {
      cookie: cookiesOf(asked.headers)
        .map(({ name, value }) => `${name}=${value}`)
        .join("; "),
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ csrfToken, email, password: TEST_PASSWORD }).toString(),
  });
  await answer.body.dump();
  const cookie = cookiesOf(answer.headers).find(({ name }) => name.endsWith("session-token"));
  if (!cookie) throw new Error(`signing in led to ${String(answer.headers.location)}`);
  return cookie;
}

function cookiesOf(headers: Readonly<Record<string, string | string[] | undefined>>): SessionCookie[] {
  return [headers["set-cookie"] ?? []].flat().map((line) => {
    const [pair = ""] = line.split(";");
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1) };
  });
}

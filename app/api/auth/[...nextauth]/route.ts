import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { nextAuthOptions } from "@/lib/auth/next-auth";
import { getActor } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import { defineRoute } from "@/lib/server/route-handler";

/** What of next-auth is open. The rest (its own log, changing a session's token, …) serves nobody here. */
const OPEN_GET = new Set(["csrf", "providers", "signin", "signout", "error"]);
const OPEN_POST = new Set(["callback/credentials", "signin/credentials", "signout"]);

type Params = { nextauth: string[] };

const handle = defineRoute<"public", Params>({
  permission: "public",
  async handler({ request, params }) {
    const path = params.nextauth.join("/");
    if (request.method === "GET" && path === "session") return answerSession();
    const open = request.method === "GET" ? OPEN_GET : OPEN_POST;
    if (!open.has(path)) throw new AppError("not_found");
    const readable = await readableBody(request);
    const response: Response = await NextAuth(new NextRequest(readable), { params }, nextAuthOptions());
    return response;
  },
});

/** next-auth takes a body that it cannot read for a fault of ours. Throws AppError `bad_input`. */
async function readableBody(request: Request): Promise<Request> {
  if (request.method !== "POST") return request;
  const text = await request.text();
  const isJson = request.headers.get("content-type")?.startsWith("application/json") === true;
  const isForm =
    request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") === true;
  if (text !== "" && !isForm && !(isJson && isJsonObject(text))) throw new AppError("bad_input");
  return new Request(request.url, { method: "POST", headers: request.headers, body: text });
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** From the session's row, because the cookie alone does not know that it was ended. */
async function answerSession(): Promise<Response> {
  const actor = await getActor();
  return Response.json(actor ? { user: { name: actor.name, email: actor.email, role: actor.role } } : {});
}

export { handle as GET, handle as POST };

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
    const response: Response = await NextAuth(new NextRequest(request), { params }, nextAuthOptions());
    return response;
  },
});

/** From the session's row, because the cookie alone does not know that it was ended. */
async function answerSession(): Promise<Response> {
  const actor = await getActor();
  return Response.json(actor ? { user: { name: actor.name, email: actor.email, role: actor.role } } : {});
}

export { handle as GET, handle as POST };

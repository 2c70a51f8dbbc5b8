import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { nextAuthOptions } from "@/lib/auth/next-auth";
import { HOME_PATH } from "@/lib/auth/next-path";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { failureOf } from "@/lib/http/failure";
import { defineRoute } from "@/lib/server/route-handler";

/** What of next-auth is open. The rest (its own log, changing a session's token, …) serves nobody here. */
const OPEN_GET = new Set(["csrf", "providers", "signin", "signout", "error"]);
const OPEN_POST = new Set(["callback/credentials", "signout"]);
const FORM = "application/x-www-form-urlencoded";

type Params = { nextauth: string[] };

const handle = defineRoute<"public", Params>({
  permission: "public",
  async handler({ request, params }) {
    const open = request.method === "GET" ? OPEN_GET : OPEN_POST;
    if (!open.has(params.nextauth.join("/"))) throw new AppError("not_found");
    // next-auth takes a body that it cannot read for a fault of ours.
    if (request.method === "POST" && !request.headers.get("content-type")?.startsWith(FORM))
      throw new AppError("bad_input");
    let isUnended = false;
    const options = nextAuthOptions((error) => {
      isUnended = true;
      failureOf(error, "sign-out");
    });
    const response: Response = await NextAuth(new NextRequest(request), { params }, options);
    // Who is still signed in keeps the cookie and sees so, or that the database is away.
    return isUnended ? seeOther(HOME_PATH) : withOwnLocation(response);
  },
});

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}

/** As a path: people come by other names than the one that next-auth knows, and their cookies are there. */
function withOwnLocation(response: Response): Response {
  const location = response.headers.get("location");
  if (location === null) return response;
  const { pathname, search } = new URL(location, env().nextAuthUrl);
  response.headers.set("location", pathname + search);
  return response;
}

export { handle as GET, handle as POST };

import "server-only";
import { unstable_rethrow } from "next/navigation";
import { getActor } from "@/lib/auth/session";
import { env } from "@/lib/env";
import { AppError, ERROR_HTTP_STATUS } from "@/lib/errors";
import { failureOf } from "@/lib/http/failure";
import { isFromOwnPage } from "@/lib/http/request-origin";
import { doorOf, noteSecurity, originFacts, securityEventOf } from "@/lib/http/security-log";
import { type ActorFor, admit, type Requirement } from "./admission";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
const RETRY_AFTER_SECONDS = 5;

type RouteContext<Params> = { params: Promise<Params> };

export type RouteDefinition<R extends Requirement, Params> = {
  permission: R;
  handler: (call: { actor: ActorFor<R>; request: Request; params: Params }) => Promise<Response>;
};

/**
 * A route handler that cannot forget its guards: own page (for methods that change something) →
 * person → permission → handler. Every answer is `no-store`. Refusals are `{"error": {"code"}}`
 * with the status of `lib/errors`; an absent database is 503 with `Retry-After`; a bug is logged
 * and answered with its id. HEAD is for public doors, such as health, alone.
 */
export function defineRoute<R extends Requirement, Params = Record<string, never>>({
  permission,
  handler,
}: RouteDefinition<R, Params>) {
  return async (request: Request, context: RouteContext<Params>): Promise<Response> => {
    try {
      // Nobody reads a body after HEAD: it must open no stream and write down no download.
      if (request.method === "HEAD" && permission !== "public") return withoutStoring(onlyGet());
      if (!SAFE_METHODS.has(request.method) && !isFromOwnPage(request.headers, env().nextAuthUrl)) {
        throw new AppError("not_allowed");
      }
      const actor = await admit(permission, getActor);
      return withoutStoring(await handler({ actor, request, params: await context.params }));
    } catch (error) {
      unstable_rethrow(error);
      const event = securityEventOf(error);
      if (event) {
        const door = doorOf(request.method, new URL(request.url).pathname);
        const personId = (await getActor().catch(() => null))?.id ?? null;
        noteSecurity(event, { ...originFacts(request.headers, door), personId });
      }
      return withoutStoring(answerOf(error));
    }
  };
}

function onlyGet(): Response {
  return new Response(null, { status: 405, headers: { allow: "GET" } });
}

/** What a program is told about an error that a handler threw. */
export function answerOf(error: unknown): Response {
  const { code, errorId } = failureOf(error, "route");
  const status = code === "unexpected" ? 500 : ERROR_HTTP_STATUS[code];
  const headers = new Headers();
  if (status === 503 || status === 429) headers.set("retry-after", String(RETRY_AFTER_SECONDS));
  // What was not taken in of a body would hold the connection.
  if (status === 408) headers.set("connection", "close");
  return Response.json({ error: { code, errorId } }, { status, headers });
}

function withoutStoring(response: Response): Response {
  // A copy, because the headers of a redirect cannot be changed.
  const answer = new Response(response.body, response);
  answer.headers.set("cache-control", "no-store");
  return answer;
}

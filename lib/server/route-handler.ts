import "server-only";
import { unstable_rethrow } from "next/navigation";
import { getActor } from "@/lib/auth/session";
import { env } from "@/lib/env";
import { AppError, ERROR_HTTP_STATUS } from "@/lib/errors";
import { failureOf } from "@/lib/http/failure";
import { refusalPage } from "@/lib/http/refusal-page";
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
 * with the status of `lib/errors`, and a page in words for a person whose browser went there, as for a file; an absent
 * database is 503 with `Retry-After`; a bug is logged and answered with its id. HEAD is for public doors, such as health, alone.
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
      return withoutStoring(answerOf(error, request));
    }
  };
}

function onlyGet(): Response {
  return new Response(null, { status: 405, headers: { allow: "GET" } });
}

/** What is told about an error that a handler threw: its code to a program, and to a person the words. */
export function answerOf(error: unknown, request?: Pick<Request, "headers" | "url">): Response {
  const { code, errorId } = failureOf(error, "route");
  const status = code === "unexpected" ? 500 : ERROR_HTTP_STATUS[code];
  const headers = new Headers();
  if (status === 503 || status === 429) headers.set("retry-after", String(RETRY_AFTER_SECONDS));
  // What was not taken in of a body would hold the connection.
  if (status === 408) headers.set("connection", "close");
  if (!request || !isOfPerson(request))
    return Response.json({ error: { code, errorId } }, { status, headers });
  headers.set("content-type", "text/html; charset=utf-8");
  // The proxy has told the page its nonce.
  const [, nonce] = /'nonce-([\w+/=-]+)'/.exec(request.headers.get("content-security-policy") ?? "") ?? [];
  return new Response(refusalPage(code, { nonce, way: "registrations", errorId }), { status, headers });
}

/** A browser that goes to an address asks for a page, whatever stands there; what scripts ask for is anything. */
function isOfPerson({ headers, url }: Pick<Request, "headers" | "url">): boolean {
  return /\btext\/html\b/.test(headers.get("accept") ?? "") && !new URL(url).pathname.startsWith("/api/");
}

function withoutStoring(response: Response): Response {
  // A copy, because the headers of a redirect cannot be changed.
  const answer = new Response(response.body, response);
  answer.headers.set("cache-control", "no-store");
  return answer;
}

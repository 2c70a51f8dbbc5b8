import "server-only";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import * as z from "zod/mini";
import { pathOfPage } from "@/lib/auth/next-path";
import { getActor } from "@/lib/auth/session";
import type { UserActor } from "@/lib/authority/actor";
import { env } from "@/lib/env";
import { type ActionFailure, AppError } from "@/lib/errors";
import { failureOf } from "@/lib/http/failure";
import { isForeignHost, isFromOwnPage } from "@/lib/http/request-origin";
import { doorOf, noteSecurity, originFacts, securityEventOf } from "@/lib/http/security-log";
import { type ActorFor, admit, type Requirement } from "./admission";

/** What the handler returns, or why it did not come to that. */
export type ActionResult<T> = T | ActionFailure;

export type Action<Input, T> = (input: Input) => Promise<ActionResult<T>>;

export type ActionDefinition<R extends Requirement, S extends z.core.$ZodType, T> = {
  permission: R;
  /** The shape that the arguments must have; unknown fields are dropped, wrong types refused. */
  input: S;
  handler: (context: { actor: ActorFor<R>; input: z.output<S> }) => Promise<T>;
};

/**
 * A server action that cannot forget its guards: own page → person → permission → input → handler.
 *
 * Refusals (`AppError`) and an absent database come back as a failure with a code; a bug is logged
 * and comes back as its id; `redirect` and `notFound` pass through. A `"use server"` file exports
 * what this returns and nothing else.
 */
export function defineAction<R extends Requirement, S extends z.core.$ZodType, T>(
  definition: ActionDefinition<R, S, T>,
): Action<z.input<S>, T> {
  return async (input) => {
    try {
      return await runAction(definition, await requestOf(input));
    } catch (error) {
      unstable_rethrow(error);
      await noteRefusal(error);
      return failureOf(error, "action");
    }
  };
}

/**
 * The same guards for a plain `<form action>` that shows no result, such as signing out: what
 * would be a failure is thrown to the error page.
 */
export function defineFormAction<R extends Requirement, S extends z.core.$ZodType>(
  definition: ActionDefinition<R, S, void>,
): (form: FormData) => Promise<void> {
  return async (form) => {
    try {
      await runAction(definition, await requestOf(Object.fromEntries(form)));
    } catch (error) {
      unstable_rethrow(error);
      await noteRefusal(error);
      throw error;
    }
  };
}

async function noteRefusal(error: unknown): Promise<void> {
  const event = securityEventOf(error);
  if (!event) return;
  const requestHeaders = await headers();
  const door = doorOf("action", pathOfPage(requestHeaders));
  const personId = (await getActor().catch(() => null))?.id ?? null;
  noteSecurity(event, { ...originFacts(requestHeaders, door), personId });
}

async function requestOf(input: unknown): Promise<ActionRequest> {
  const requestHeaders = await headers();
  const site = { url: env().nextAuthUrl, trustedProxies: env().trustedProxies };
  const isOurs = isFromOwnPage(requestHeaders, site.url) && !isForeignHost(requestHeaders, site);
  return { isFromOwnPage: isOurs, getActor, input };
}

/** What an action knows of its request, apart from Next so that tests can make one. */
export type ActionRequest = {
  isFromOwnPage: boolean;
  getActor: () => Promise<UserActor | null>;
  /** Whatever a browser chose to send. */
  input: unknown;
};

/** Runs one call of a defined action. Throws AppError for refusals and whatever the handler throws. */
export async function runAction<R extends Requirement, S extends z.core.$ZodType, T>(
  { permission, input, handler }: ActionDefinition<R, S, T>,
  request: ActionRequest,
): Promise<T> {
  if (!request.isFromOwnPage) throw new AppError("not_allowed");
  const actor = await admit(permission, request.getActor);
  const parsed = z.safeParse(input, request.input);
  if (!parsed.success) throw new AppError("bad_input");
  return handler({ actor, input: parsed.data });
}

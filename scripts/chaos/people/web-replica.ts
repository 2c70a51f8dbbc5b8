// A web replica without pages: what the buttons do, and after them the same submit at once as the server action's.

import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import * as z from "zod";
import type { Role, UserActor } from "@/lib/authority/actor";
import { startBulk } from "@/lib/bulk/start";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { enqueueDrain } from "@/lib/credentials/gate/queue";
import { changeRateLimit, resumeCredential } from "@/lib/credentials/mutations";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { receiveFile } from "@/lib/imports/reading/upload";
import { pauseImport, resumeImport, sendImport } from "@/lib/imports/sending/send";
import { logger } from "@/lib/logger";
import { prismaClient } from "@/lib/prisma";
import {
  checkRegistrationWithDoku,
  markRegistrationFound,
  overrideAsNotSent,
  retryRegistration,
  sendRegistrationAgain,
} from "@/lib/registrations/changes/mutations";
import { submitRegistration } from "@/lib/registrations/delivery/submit";
import { processSubmitter } from "@/lib/registrations/delivery/submitter";
import { registrationInputSchema } from "@/lib/registrations/input/schema";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { settleRestore } from "@/lib/restores/settle";
import { startServer } from "@/lib/server/start";

const id = z.uuid();

const buttonSchema = z.discriminatedUnion("button", [
  z.object({
    button: z.literal("register"),
    formKey: id,
    /** The registration that is fixed; null for a new one. */
    registrationId: z.nullable(id),
    sendsAtOnce: z.boolean(),
    values: registrationInputSchema,
  }),
  z.object({ button: z.enum(["retry", "check", "sendAgain", "override"]), id }),
  z.object({ button: z.literal("found"), id, businessId: z.string(), brandIds: z.array(z.string()) }),
  z.object({ button: z.literal("upload"), name: z.string(), csv: z.string() }),
  z.object({ button: z.literal("sendImport"), id, holdAfterFirst: z.boolean() }),
  z.object({ button: z.enum(["pauseImport", "resumeImport"]), id }),
  z.object({ button: z.literal("bulk"), id, kind: z.enum(["retry", "check"]), ids: z.array(id) }),
  z.object({ button: z.literal("resumeCredential"), id }),
  /** After a backup was put back and a person has looked at what that means. */
  z.object({ button: z.literal("settleRestore"), id }),
  z.object({ button: z.literal("rateLimit"), id, rateLimit: z.nullable(z.number()) }),
]);

/** A press of one of the product's buttons. */
export type Button = z.infer<typeof buttonSchema>;
type ChaosForm = Extract<Button, { button: "register" }>;

type People = Record<Extract<Role, "admin" | "manager">, UserActor>;

/** Does what the button says. Answers with what the page would lead to; throws AppError where the product refuses. */
async function press(pressed: Button, { manager, admin }: People): Promise<object> {
  switch (pressed.button) {
    case "register":
      return register(pressed, manager);
    case "retry":
      await retryRegistration(manager, pressed.id);
      return submitAfter(pressed.id, manager);
    case "check":
      await checkRegistrationWithDoku(manager, pressed.id);
      return submitAfter(pressed.id, manager);
    case "sendAgain":
      await sendRegistrationAgain(manager, pressed.id, { reason: "Looked for it in DOKU Dashboard" });
      return submitAfter(pressed.id, manager);
    case "override":
      await overrideAsNotSent(admin, pressed.id, { reason: "Looked for it in DOKU Dashboard" });
      return {};
    case "found":
      await markRegistrationFound(manager, pressed.id, pressed);
      return {};
    case "upload":
      return receiveFile(manager, { name: pressed.name, bytes: piecesOf(pressed.csv), announcedBytes: null });
    case "sendImport":
      return sendImport(manager, {
        importId: pressed.id,
        typedCount: null,
        holdAfterFirst: pressed.holdAfterFirst,
        scheduledAt: null,
        hasLooked: true,
      });
    case "pauseImport":
      await pauseImport(manager, pressed.id);
      return {};
    case "resumeImport":
      await resumeImport(manager, pressed.id, { hasLooked: true });
      return {};
    case "bulk":
      return startBulk(manager, {
        id: pressed.id,
        kind: pressed.kind,
        selection: { kind: "ids", ids: pressed.ids },
        assigneeId: null,
      });
    case "resumeCredential":
      await resumeCredential(admin, pressed.id);
      return {};
    case "settleRestore":
      await settleRestore(manager, pressed.id);
      return {};
    case "rateLimit":
      await changeRateLimit(admin, { credentialId: pressed.id, rateLimit: pressed.rateLimit });
      return {};
  }
}

async function register({ formKey, registrationId, sendsAtOnce, values }: ChaosForm, actor: UserActor) {
  const saved = await registerMerchant(actor, {
    formKey,
    values,
    registrationId,
    opened: null,
    acceptWarnings: true,
    duplicateReason: "Another branch of the same merchant",
  });
  if (saved.kind !== "saved") throw new AppError("bad_input", { detail: JSON.stringify(saved) });
  if (sendsAtOnce) return submitAfter(saved.id, actor);
  const { id: credentialId } = await requireCurrentCredential();
  await inTransaction(database().pool, (tx) => enqueueDrain(tx, credentialId));
  return { id: saved.id };
}

function submitAfter(registrationId: string, actor: UserActor): object {
  submitRegistration(processSubmitter(), registrationId, actor.id).catch((error: unknown) =>
    logger.error({ err: error, registrationId }, "submitting in the request failed; the job goes on"),
  );
  return { id: registrationId };
}

async function* piecesOf(csv: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(csv);
}

async function answer(request: IncomingMessage, people: People): Promise<{ status: number; body: object }> {
  try {
    return { status: 200, body: await press(buttonSchema.parse(JSON.parse(await text(request))), people) };
  } catch (error) {
    if (error instanceof AppError) return { status: error.httpStatus, body: { problem: error.message } };
    if (error instanceof z.ZodError) return { status: 400, body: { problem: error.message } };
    throw error;
  }
}

async function findPerson(role: Role): Promise<UserActor> {
  const user = await prismaClient().user.findFirstOrThrow({
    where: { role },
    select: { id: true, name: true, email: true, role: true },
  });
  return { kind: "user", sessionId: user.id, locale: null, timeZone: "Asia/Jakarta", ...user };
}

async function main(): Promise<void> {
  await startServer();
  const people = { manager: await findPerson("manager"), admin: await findPerson("admin") };
  const server = createServer((request, response) => {
    answer(request, people).then(
      ({ status, body }) => response.writeHead(status).end(JSON.stringify(body)),
      (error: unknown) => {
        logger.error({ err: error }, "the button was not answered");
        response.writeHead(503).end("{}");
      },
    );
  });
  server.listen(Number(process.argv[2]), "127.0.0.1", () => logger.info("web ready"));
}

main().catch((error: unknown) => {
  logger.fatal({ err: error }, "web replica did not start");
  process.exit(1);
});

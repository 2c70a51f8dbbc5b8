// A web replica without pages: the form's mutation, then the same submit at once as the server action's.

import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import * as z from "zod";
import type { UserActor } from "@/lib/auth/actor";
import { requireCurrentCredential } from "@/lib/credentials/current";
import { database, inTransaction } from "@/lib/db";
import { logger } from "@/lib/logger";
import { prismaClient } from "@/lib/prisma";
import { enqueueDrain } from "@/lib/registrations/queue";
import { registerMerchant } from "@/lib/registrations/register";
import { submitRegistration } from "@/lib/registrations/submit";
import { processSubmitter } from "@/lib/registrations/submitter";
import { startServer } from "@/lib/server/start";

const formSchema = z.object({
  formKey: z.uuid(),
  sendsAtOnce: z.boolean(),
  values: z.object({
    businessName: z.string(),
    representativeName: z.string(),
    representativeEmail: z.string(),
    phoneNumber: z.string(),
    country: z.string(),
    invitedUserEmail: z.string(),
    referralCode: z.string(),
    partnerReference: z.string(),
  }),
});

export type ChaosForm = z.infer<typeof formSchema>;

async function handle(request: IncomingMessage, actor: UserActor): Promise<{ status: number; body: object }> {
  const { formKey, values, sendsAtOnce } = formSchema.parse(JSON.parse(await text(request)));
  const saved = await registerMerchant(actor, {
    formKey,
    values,
    registrationId: null,
    acceptWarnings: true,
    duplicateReason: "Another branch of the same merchant",
  });
  if (saved.kind !== "saved") return { status: 422, body: saved };
  if (!sendsAtOnce) {
    const { id: credentialId } = await requireCurrentCredential();
    await inTransaction(database().pool, (tx) => enqueueDrain(tx, credentialId));
  } else {
    submitRegistration(processSubmitter(), saved.id, actor.id).catch((error: unknown) =>
      logger.error(
        { err: error, registrationId: saved.id },
        "submitting in the request failed; the job goes on",
      ),
    );
  }
  return { status: 200, body: { id: saved.id } };
}

async function findActor(): Promise<UserActor> {
  const user = await prismaClient().user.findFirstOrThrow({
    select: { id: true, name: true, email: true, role: true },
  });
  return { kind: "user", sessionId: user.id, locale: null, timeZone: "Asia/Jakarta", ...user };
}

async function main(): Promise<void> {
  await startServer();
  const actor = await findActor();
  const server = createServer((request, response) => {
    handle(request, actor).then(
      ({ status, body }) => response.writeHead(status).end(JSON.stringify(body)),
      (error: unknown) => {
        logger.error({ err: error }, "the form was not saved");
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

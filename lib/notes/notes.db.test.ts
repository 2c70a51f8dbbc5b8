import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { useTestDatabase } from "@/lib/testing/database";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { addNote } from "./mutations";
import { listMentions, listNotes } from "./queries";

const { pool } = useTestDatabase();
useSimulatorEnv();

let rina: UserActor;
let citra: UserActor;
let registrationId: string;

beforeEach(async () => {
  await syncCredentialFromEnv();
  const word = randomUUID().slice(0, 8);
  rina = await makeManager(`Rina ${word}`);
  citra = await makeManager(`Citra ${word}`);
  const { id: credentialId } = await requireCurrentCredential();
  [registrationId = ""] = await makeRegistrations(pool, {
    status: "INVITED",
    count: 1,
    ownerId: rina.id,
    credentialId,
  });
});

const note = (text: string, id: string = randomUUID()) => addNote(rina, registrationId, { id, text });

test("a note is kept once, with its author and time, and its words are not in the audit log", async () => {
  const id = randomUUID();
  await Promise.all([note("Akta menyusul", id), note("Akta menyusul", id)]);
  await note("Sudah dikirim");
  const notes = await listNotes(citra, registrationId);
  expect(notes.map(({ text, authorName }) => [text, authorName])).toEqual([
    ["Sudah dikirim", rina.name],
    ["Akta menyusul", rina.name],
  ]);
  const { rows } = await pool.query<{ action: string; details: object }>(
    "select action, details from audit_entry where registration_id = $1",
    [registrationId],
  );
  expect(rows).toEqual(Array(2).fill({ action: "registration.noted", details: { mentioned: [] } }));
});

test("who is mentioned sees it for a week, and nobody else does", async () => {
  await note(`@${citra.name} tolong cek, @${rina.name} juga`);
  const [mention] = await listMentions(citra);
  expect(mention).toMatchObject({ registrationId, authorName: rina.name });
  expect(await listMentions(rina)).toEqual([]);
  expect(await listMentions(citra, { now: new Date(Date.now() + 7 * 86_400_000 + 60_000) })).toEqual([]);
});

test("who may only look writes none and reads none of the words", async () => {
  await note("Telepon 0815 1022 9216");
  const viewer: UserActor = { ...citra, role: "viewer" };
  expect((await listNotes(viewer, registrationId)).map(({ text }) => text)).toEqual(["•••"]);
  await expect(addNote(viewer, registrationId, { id: randomUUID(), text: "x" })).rejects.toMatchObject({
    code: "not_allowed",
  });
  await expect(addNote(rina, randomUUID(), { id: randomUUID(), text: "x" })).rejects.toMatchObject({
    code: "not_found",
  });
});

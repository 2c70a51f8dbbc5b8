import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { archiveRegistration, restoreRegistration } from "@/lib/registrations/changes/mutations";
import { COUNT_CAP } from "@/lib/registrations/list/counts";
import { needsYou } from "@/lib/registrations/list/needs-you";
import { listRegistrationAudit } from "@/lib/registrations/queries";
import { useTestDatabase } from "@/lib/testing/database";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { addNote, seeMentions } from "./mutations";
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

test("however many notes there are, what else was done stays on the timeline", async () => {
  await archiveRegistration(rina, registrationId);
  await restoreRegistration(rina, registrationId);
  for (let count = 0; count < 101; count += 1) await note(`Telepon ke-${count}`);
  const deeds = await listRegistrationAudit(citra, registrationId);
  expect(deeds.map(({ action }) => action)).toEqual(["registration.restored", "registration.archived"]);
});

const mentions = async (actor: UserActor) => (await needsYou(actor, "mine"))?.mentions;

test("who is mentioned is told until they have seen it, whosever it is, and nobody else", async () => {
  const later = new Date(Date.now() + 7 * 86_400_000 + 60_000);
  await note(`@${citra.name} tolong cek, @${rina.name} juga, @${citra.name}`);
  await note(`@${citra.name} sudah?`);
  expect(await listMentions(citra, { now: later })).toMatchObject([
    { registrationId, authorName: rina.name, isNew: true },
    { registrationId, authorName: rina.name, isNew: true },
  ]);
  expect(await mentions(citra)).toBe(2);
  expect(await mentions(rina)).toBe(0);
  expect(await listMentions(rina)).toEqual([]);
  expect((await listNotes(citra, registrationId)).map(({ isNew }) => isNew)).toEqual([true, true]);
  expect((await listNotes(rina, registrationId)).map(({ isNew }) => isNew)).toEqual([false, false]);

  expect(await seeMentions(rina, registrationId)).toBe(false);
  expect(await seeMentions(citra, randomUUID())).toBe(false);
  expect(await mentions(citra)).toBe(2);
  expect(await seeMentions(citra, registrationId)).toBe(true);
  expect(await seeMentions(citra, registrationId)).toBe(false);
  expect(await mentions(citra)).toBe(0);
  // What was seen stands beside it for a week.
  expect(await listMentions(citra)).toMatchObject([{ isNew: false }, { isNew: false }]);
  expect(await listMentions(citra, { now: later })).toEqual([]);
});

test("is told first of what is new, and of nothing that another environment says", async () => {
  await note(`@${citra.name} lama`);
  await seeMentions(citra, registrationId);
  await pool.query("update mention set seen_at = seen_at - interval '1 minute' where user_id = $1", [
    citra.id,
  ]);
  await note(`@${citra.name} baru`);
  expect((await listMentions(citra)).map(({ text }) => text)).toEqual([
    `@${citra.name} baru`,
    `@${citra.name} lama`,
  ]);
  await pool.query("update mention set environment = 'sandbox' where user_id = $1", [citra.id]);
  expect(await mentions(citra)).toBe(0);
  expect(await listMentions(citra)).toEqual([]);
});

test("all that is counted as new is told, and not all that was seen", async () => {
  for (let told = 0; told < 25; told += 1) await note(`@${citra.name} ${told}`);
  expect(await listMentions(citra)).toHaveLength((await mentions(citra)) ?? -1);
  await seeMentions(citra, registrationId);
  expect(await listMentions(citra)).toHaveLength(20);
});

test("a mention is written once however often it is pressed, and with its note or not at all", async () => {
  const id = randomUUID();
  await Promise.all([note(`@${citra.name}`, id), note(`@${citra.name}`, id)]);
  expect(await mentions(citra)).toBe(1);
  await pool.query("alter table mention add constraint no_more check (seen_at is not null) not valid");
  try {
    await expect(note(`@${citra.name} lagi`)).rejects.toThrow("no_more");
  } finally {
    await pool.query("alter table mention drop constraint no_more");
  }
  expect(await listNotes(citra, registrationId)).toHaveLength(1);
});

test("mentions are counted along an index, however many there are of others and of those seen", async () => {
  await pool.query(
    `with written as (
       insert into note (id, registration_id, author_id, text, mentioned_ids)
       select gen_random_uuid(), $1, $2, 'x', array[$3::uuid] from generate_series(1, 20000) returning id)
     insert into mention (note_id, user_id, environment, seen_at)
     select id, $3::uuid, 'simulator'::environment, now() - interval '30 days' from written
      union all select id, $2::uuid, 'simulator', null from written`,
    [registrationId, rina.id, citra.id],
  );
  await pool.query("analyze mention");
  await note(`@${citra.name} cek`);
  expect(await mentions(citra)).toBe(1);
  // As many as are told apart from more.
  expect(await mentions(rina)).toBe(COUNT_CAP + 1);
  const { rows } = await pool.query<{ "QUERY PLAN": [{ Plan: { "Shared Hit Blocks": number } }] }>(
    `explain (analyze, buffers, format json)
     select from mention where user_id = $1 and environment = 'simulator' and seen_at is null order by note_id limit ${COUNT_CAP + 1}`,
    [citra.id],
  );
  expect(rows[0]?.["QUERY PLAN"][0].Plan["Shared Hit Blocks"]).toBeLessThan(20);
});

test("another text under the name of a note that is there is no note, and says so", async () => {
  const id = randomUUID();
  await note("Telepon besok", id);
  await expect(note("Telepon lusa", id)).rejects.toMatchObject({ code: "changed_meanwhile" });
  expect((await listNotes(rina, registrationId)).map(({ text }) => text)).toEqual(["Telepon besok"]);
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

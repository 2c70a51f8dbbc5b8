import { describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { readTyped } from "@/lib/field-problem";
import { causeOf } from "@/lib/registrations/cause";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { attemptCause } from "./attempt-cause";
import { PLAYBOOK_PROBLEMS } from "./entry-input";
import { playbookInput, playbookTexts } from "./entry-schema";
import { writePlaybookEntry } from "./mutations";
import { findPlaybookEntries } from "./queries";

const database = useTestDatabase();
useSimulatorEnv();

let causes = 0;
const makeCause = () => `refused.businessName.${(causes++).toString(16).padStart(8, "0")}`;
const words = { meaning: "DOKU takes no quotation marks in names", fix: "Leave them out" };

async function read(actor: UserActor, cause: string) {
  return (await findPlaybookEntries(actor, [cause])).get(cause);
}

describe("an entry of the playbook", () => {
  test("is written once and seen by everyone with its author and date", async () => {
    const rina = await makeManager("Rina");
    const cause = makeCause();
    await writePlaybookEntry(rina, { cause, ...words, knownAt: null });
    const viewer: UserActor = { ...(await makeManager("Tono")), role: "viewer" };
    expect(await read(viewer, cause)).toMatchObject({
      ...words,
      authorName: "Rina",
      updatedAt: expect.any(String),
    });
  });

  test("is changed by who knows its last words, and by nobody else", async () => {
    const [rina, dewi] = [await makeManager("Rina"), await makeManager("Dewi")];
    const cause = makeCause();
    await writePlaybookEntry(rina, { cause, ...words, knownAt: null });
    const knownAt = new Date((await read(dewi, cause))?.updatedAt ?? 0);
    await writePlaybookEntry(dewi, { cause, ...words, fix: "Use round brackets", knownAt });
    await expect(writePlaybookEntry(rina, { cause, ...words, knownAt })).rejects.toMatchObject({
      code: "changed_meanwhile",
    });
    await expect(writePlaybookEntry(rina, { cause, ...words, knownAt: null })).rejects.toMatchObject({
      code: "changed_meanwhile",
    });
    expect(await read(rina, cause)).toMatchObject({ fix: "Use round brackets", authorName: "Dewi" });
  });

  test("is audited, without its words", async () => {
    const rina = await makeManager();
    const cause = makeCause();
    await writePlaybookEntry(rina, { cause, ...words, knownAt: null });
    const { rows } = await database.pool.query(
      "select action, actor_id, details from audit_entry where subject_id = $1",
      [cause],
    );
    expect(rows).toEqual([{ action: "playbook.entry_written", actor_id: rina.id, details: {} }]);
  });

  test("is not a viewer's to write", async () => {
    const viewer: UserActor = { ...(await makeManager()), role: "viewer" };
    await expect(
      writePlaybookEntry(viewer, { cause: makeCause(), ...words, knownAt: null }),
    ).rejects.toMatchObject({ code: "not_allowed" });
  });
});

test("every cause that an attempt can leave may be handed in, and is the registration's own", () => {
  const ending = {
    reason: "validation",
    message: "business name has a bad character",
    problemField: "businessName",
  } as const;
  expect(attemptCause("refused", ending)).toBe(causeOf("NEEDS_FIX", ending));
  expect(attemptCause("unknown", null)).toBe(causeOf("UNCONFIRMED", null));
  expect(attemptCause("accepted", { ...ending, reason: "accepted" })).toBeNull();
  const made = [
    attemptCause("refused", ending),
    attemptCause("refused", { ...ending, problemField: null, message: null }),
    attemptCause("unknown", null),
    attemptCause("unknown", { ...ending, reason: "header_timeout" }),
    attemptCause("not_sent", { ...ending, reason: "dns" }),
    attemptCause("credential_refused", { ...ending, reason: "http_401" }),
  ];
  for (const cause of made)
    expect(playbookInput.safeParse({ cause, meaning: "", fix: "", knownAt: "" }).success).toBe(true);
  for (const cause of ["", "refused", "refused.x.y", "unsure.A B", "other.x"])
    expect(playbookInput.safeParse({ cause, meaning: "", fix: "", knownAt: "" }).success).toBe(false);
});

test("the texts are trimmed, and say what is missing or too long", () => {
  const read = (meaning: string, fix: string) =>
    readTyped(playbookTexts, { meaning, fix }, PLAYBOOK_PROBLEMS);
  expect(read(" a ", " b ")).toEqual({ kind: "ok", value: { meaning: "a", fix: "b" } });
  expect(read(" ", "x".repeat(1_001))).toEqual({
    kind: "problems",
    problems: { meaning: "missing", fix: "tooLong" },
  });
});

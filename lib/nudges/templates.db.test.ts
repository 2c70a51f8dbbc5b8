import { beforeAll, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { AppError } from "@/lib/errors";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { BUILT_IN_TEMPLATES } from "./built-in-templates";
import { listTemplates, useBuiltInTemplate, writeTemplate } from "./manage-templates";
import { readTemplate } from "./template-schema";
import { readTemplates } from "./templates";

const { prisma } = useTestDatabase();
useSimulatorEnv();

let admin: UserActor;
let rina: UserActor;
beforeAll(async () => {
  admin = await makeActor(await makePerson({ role: "admin", name: "Sari" }));
  rina = await makeManager();
});

const KEY = { channel: "email", locale: "id" } as const;
const WORDS = { subject: "Ayo lengkapi {business_name}", body: "Halo {representative_name}" };
const actions = async () =>
  (await prisma.auditEntry.findMany({ where: { subjectId: "email.id" }, orderBy: { id: "asc" } })).map(
    ({ action }) => action,
  );
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe("the words of reminders", () => {
  test("are the built-in ones, then an admin's, then the built-in ones again, each audited", async () => {
    expect(await listTemplates(admin)).toHaveLength(4);
    expect((await listTemplates(admin)).every(({ written }) => written === null)).toBe(true);
    await writeTemplate(admin, KEY, { ...WORDS, knownAt: null });
    const own = (await listTemplates(admin)).find(
      ({ channel, locale }) => channel === "email" && locale === "id",
    );
    expect(own).toMatchObject({ ...WORDS, written: { byName: "Sari" } });
    expect(await readTemplates()).toEqual({
      ...BUILT_IN_TEMPLATES,
      email: { ...BUILT_IN_TEMPLATES.email, id: expect.objectContaining(WORDS) },
    });

    // Two who had them open: the second one loses nothing unseen.
    const knownAt = new Date(own?.written?.at ?? "");
    await writeTemplate(admin, KEY, { ...WORDS, body: "Kedua", knownAt });
    expect(await codeOf(writeTemplate(admin, KEY, { ...WORDS, body: "Ketiga", knownAt }))).toBe(
      "changed_meanwhile",
    );
    expect(await codeOf(writeTemplate(admin, KEY, { ...WORDS, body: "Baru", knownAt: null }))).toBe(
      "changed_meanwhile",
    );
    expect((await readTemplates()).email.id.body).toBe("Kedua");

    // Nor are words taken away that somebody has not seen, or written where there are none any more.
    expect(await codeOf(useBuiltInTemplate(admin, KEY, { knownAt }))).toBe("changed_meanwhile");
    const second = (await listTemplates(admin)).find(
      ({ channel, locale }) => channel === "email" && locale === "id",
    );
    const seen = { knownAt: new Date(second?.written?.at ?? "") };
    await useBuiltInTemplate(admin, KEY, seen);
    await useBuiltInTemplate(admin, KEY, seen);
    expect(await codeOf(writeTemplate(admin, KEY, { ...WORDS, ...seen }))).toBe("changed_meanwhile");
    expect((await readTemplates()).email.id).toEqual(BUILT_IN_TEMPLATES.email.id);
    expect(await actions()).toEqual(["template.changed", "template.changed", "template.restored"]);
  });

  test("are not an account manager's to change", async () => {
    expect(await codeOf(listTemplates(rina))).toBe("not_allowed");
    expect(await codeOf(writeTemplate(rina, KEY, { ...WORDS, knownAt: null }))).toBe("not_allowed");
    expect(await codeOf(useBuiltInTemplate(rina, KEY, { knownAt: new Date() }))).toBe("not_allowed");
  });
});

test.each([
  [
    { subject: "Ayo", body: "Halo {nama} {business_id}" },
    { body: { code: "unknownPlaceholders", params: { names: "{nama}, {business_id}" } } },
  ],
  [
    { subject: "Ayo {x}", body: "Halo" },
    { subject: { code: "unknownPlaceholders", params: { names: "{x}" } } },
  ],
  [
    { subject: " ", body: " " },
    { subject: { code: "missing" }, body: { code: "missing" } },
  ],
  [
    { subject: "x".repeat(201), body: "x".repeat(4_001) },
    { subject: { code: "tooLong" }, body: { code: "tooLong" } },
  ],
  [{ subject: "Ayo", body: "BSN-0103-17" }, { body: { code: "hasId", params: { found: "BSN-0103-17" } } }],
])("words that cannot be kept are named when they are saved: %j", (typed, problems) => {
  expect(readTemplate("email", typed)).toEqual({ kind: "problems", problems });
});

test("WhatsApp has no subject, and words are kept trimmed", () => {
  expect(readTemplate("whatsapp", { subject: "", body: " Halo {sender} " })).toEqual({
    kind: "ok",
    value: { subject: "", body: "Halo {sender}" },
  });
});

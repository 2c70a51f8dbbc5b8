import { expect, test } from "vitest";
import { LOCALES } from "@/lib/i18n/locale";
import { createTranslatorFor } from "@/lib/i18n/translator";
import { AUDIT_ACTIONS, isAuditAction } from "./actions";

test.each(LOCALES)("every action of the audit log has its own words in %s", (locale) => {
  const t = createTranslatorFor(locale, "audit");
  const words = AUDIT_ACTIONS.map((action) => t(`action.${action}`));
  expect(new Set(words).size).toBe(AUDIT_ACTIONS.length);
});

test("an action of another version is not taken for one of this", () => {
  expect(isAuditAction("user.disabled")).toBe(true);
  expect(isAuditAction("user.teleported")).toBe(false);
  expect(isAuditAction("toString")).toBe(false);
});

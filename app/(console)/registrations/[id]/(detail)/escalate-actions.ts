"use server";

import * as z from "zod/mini";
import { escalationText } from "@/components/registrations/detail/escalation/escalation-text";
import type { Locale } from "@/lib/i18n/locale";
import { createTranslatorFor } from "@/lib/i18n/translator";
import { getProgress } from "@/lib/progress/queries";
import { getRegistration } from "@/lib/registrations/queries";
import { defineAction } from "@/lib/server/define-action";

/** A ready text for DOKU's support in both languages, with what its reader may see. */
export const loadEscalation = defineAction({
  permission: "registrations.read",
  input: z.object({ id: z.uuid() }),
  async handler({ actor, input }) {
    const [registration, progress] = await Promise.all([
      getRegistration(actor, input.id),
      getProgress(actor, input.id),
    ]);
    const textIn = (locale: Locale) => {
      const escalation = createTranslatorFor(locale, "escalation");
      return {
        subject: escalation("subject", {
          name: registration.input.businessName,
          requestId: registration.requestId ?? registration.partnerReference,
        }),
        body: escalationText(registration, progress, {
          locale,
          escalation,
          detail: createTranslatorFor(locale, "detail"),
          outcome: createTranslatorFor(locale, "outcome"),
          status: createTranslatorFor(locale, "status"),
          progress: createTranslatorFor(locale, "progress"),
        }),
      };
    };
    return { kind: "texts" as const, texts: { id: textIn("id"), en: textIn("en") } };
  },
});

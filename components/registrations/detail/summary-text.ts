import type { Translator } from "@/lib/i18n/translator";
import type { RegistrationView } from "@/lib/registrations/registration-view";
import { statusWord } from "@/lib/registrations/status";

/**
 * A registration in a few lines, to be put into a chat: its name, how it stands, and its ids. Nothing of it tells how to
 * reach a person. Pure.
 */
export function summaryText(
  registration: RegistrationView,
  said: {
    detail: Translator<"detail">;
    status: Translator<"status">;
    /** Since when it stands so. */
    time: string;
    /** Why it needs somebody, if it does. */
    why: string | null;
  },
): string {
  const { detail, status, time, why } = said;
  const { input, archived, businesses, partnerReference } = registration;
  const words = [status(statusWord(registration)), ...(archived ? [status("archived")] : [])].join(", ");
  const line = (term: string, value: string) => `${term}: ${value}`;
  return [
    input.businessName || detail("unnamed"),
    line(detail("summary.status"), `${words} (${time})`),
    ...(why ? [why] : []),
    ...businesses.flatMap(({ businessId, brandIds }) => [
      line(detail("businessId"), businessId),
      ...(brandIds.length > 0 ? [line(detail("brandId"), brandIds.join(", "))] : []),
    ]),
    line(detail("ourReference"), partnerReference),
  ].join("\n");
}

import { getCauseTranslators } from "@/components/registrations/cause-translators";
import { causeWords } from "@/components/registrations/cause-words";
import type { PeekView } from "@/components/registrations/peek/peek-view";
import { canFollowUp, type FollowUp } from "@/lib/followups/follow-up-view";
import { formatDate, formatDateTime } from "@/lib/i18n/format";
import { reachable } from "@/lib/registrations/input/reachable";
import type { RegistrationView } from "@/lib/registrations/registration-view";
import { statusWord } from "@/lib/registrations/status";
import { getTimeStyle, getTranslator } from "@/lib/server/language";

/** A registration as a peek says it: contacts first, then what DOKU calls it, then whose and when. */
export async function peekView(registration: RegistrationView, followUp: FollowUp | null): Promise<PeekView> {
  const [t, list, status, causes, style] = await Promise.all([
    getTranslator("detail"),
    getTranslator("list"),
    getTranslator("status"),
    getCauseTranslators(),
    getTimeStyle(),
  ]);
  const { id, input, phoneE164, cause, problem, businesses, ownerName, createdAt, invitedAt } = registration;
  const moment = (at: string | null) => at && formatDateTime(new Date(at), style);
  const fact = (term: string, value: string | null, isId = false) => (value ? [{ term, value, isId }] : []);
  return {
    id,
    name: input.businessName || list("unnamed"),
    status: registration.status,
    statusLabel: status(statusWord(registration)),
    cause: cause && causeWords(cause, causes, { problem, names: registration.input }),
    problem,
    followUpAt: followUp?.at ?? null,
    followUpNote: followUp?.note ?? null,
    canFollowUp: canFollowUp(registration),
    facts: [
      ...fact(t("representative"), input.representativeName),
      ...fact(t("phone"), reachable(phoneE164)?.shown ?? (phoneE164 || input.phoneNumber)),
      ...fact(t("representativeEmail"), input.representativeEmail),
      ...fact(t("invitedUser"), input.invitedUserEmail),
      ...businesses.flatMap(({ businessId, brandIds }) => [
        ...fact(t("businessId"), businessId, true),
        ...brandIds.flatMap((brandId) => fact(t("brandId"), brandId, true)),
      ]),
      ...fact(t("ourReference"), registration.partnerReference, true),
      ...fact(t("referralCode"), input.referralCode),
      ...fact(list("columns.followup"), followUp && formatDate(new Date(followUp.at), style)),
      ...fact(list("columns.followup_note"), followUp?.note ?? null),
      ...fact(t("owner"), ownerName),
      ...fact(list("columns.created"), moment(createdAt)),
      ...fact(list("columns.invited"), moment(invitedAt)),
    ],
  };
}

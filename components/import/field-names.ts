import { getTranslator } from "@/lib/i18n/server";
import type { RegistrationField } from "@/lib/registrations/problem";

/** The fields by the labels of the form. */
export async function fieldNames(): Promise<Record<RegistrationField, string>> {
  const t = await getTranslator("form");
  return {
    businessName: t("businessName"),
    representativeName: t("representativeName"),
    representativeEmail: t("representativeEmail"),
    phoneNumber: t("phoneNumber"),
    invitedUserEmail: t("invitedUserEmail"),
    referralCode: t("referralCode"),
    partnerReference: t("partnerReference"),
  };
}

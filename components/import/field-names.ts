import { ofEachField, type RegistrationField } from "@/lib/registrations/input/registration-fields";
import { getTranslator } from "@/lib/server/language";

/** What a column can be taken for, by the words of the screen. */
export type ColumnNames = Readonly<Record<RegistrationField | "bothEmails" | "callingCode", string>>;

/** The fields by the labels of the form. */
export async function fieldNames(): Promise<ColumnNames> {
  const [t, imports] = await Promise.all([getTranslator("form"), getTranslator("imports")]);
  return {
    ...ofEachField((field) => t(field)),
    bothEmails: imports("mapping.bothEmails"),
    callingCode: imports("mapping.callingCode"),
  };
}

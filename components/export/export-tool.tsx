import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { getLocale } from "@/lib/server/language";
import { ExportButton } from "./export-button";
import type { ExportDialogProps } from "./export-dialog";

/** The list's way to a file. Needs the messages `list`, `common` and `errors` around it. */
export async function ExportTool(dialog: Omit<ExportDialogProps, "onClose">) {
  const locale = await getLocale();
  return (
    <ClientMessagesProvider locale={locale} messages={compileMessages(locale, ["export"])}>
      <ExportButton {...dialog} />
    </ClientMessagesProvider>
  );
}

import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { getTranslator } from "@/lib/i18n/server";
import type { ImportView } from "@/lib/imports/import-view";
import { refusalWords } from "./import-words";

/** Why a file could not be read, and what to do. */
export async function RefusedNotice({ batch, mayWrite }: { batch: ImportView; mayWrite: boolean }) {
  const t = await getTranslator("imports");
  return (
    <Notice
      tone="danger"
      title={t("refusedTitle")}
      actions={mayWrite ? <ButtonLink href="/registrations/import">{t("uploadAnother")}</ButtonLink> : null}
    >
      <p>{refusalWords(t, batch.refusal)}.</p>
      <p className="mt-1 text-ink-soft">{t("refusedText")}</p>
    </Notice>
  );
}

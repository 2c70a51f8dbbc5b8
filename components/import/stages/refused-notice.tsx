import { refusalWords } from "@/components/import/import-words";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import type { ImportView } from "@/lib/imports/import-view";
import { getTranslator } from "@/lib/server/language";

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

import { Notice } from "@/components/ui/notice";
import { getTranslator } from "@/lib/server/language";

/** Says on every screen that no worker moves: what waits meanwhile, and what goes on. */
export async function StillBanner({ oldestDueSeconds }: { oldestDueSeconds: number | null }) {
  const t = await getTranslator("layout");
  const minutes = Math.floor((oldestDueSeconds ?? 0) / 60);
  return (
    <Notice className="mb-5" tone="warning" role="status" title={t("still.title")}>
      {t("still.text")}
      {minutes > 0 && `. ${t("still.oldest", { minutes })}`}
    </Notice>
  );
}

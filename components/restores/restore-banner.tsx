import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { formatDateTime } from "@/lib/i18n/format";
import type { OpenRestore } from "@/lib/restores/restore-view";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { Elsewhere } from "./elsewhere";

/** Says on every screen that the database was put back, what that means, and where to look. Nothing where it was not. */
export async function RestoreBanner({ restore }: { restore: OpenRestore | null }) {
  if (restore === null) return null;
  const [t, style] = await Promise.all([getTranslator("restore"), getTimeStyle()]);
  return (
    <Elsewhere than="/restored">
      <Notice
        tone="warning"
        role="status"
        className="mb-5"
        title={t("bannerTitle")}
        actions={
          <ButtonLink href="/restored" size="small">
            {t("look")}
          </ButtonLink>
        }
      >
        {t("banner", { time: formatDateTime(new Date(restore.noticedAt), style) })}
      </Notice>
    </Elsewhere>
  );
}

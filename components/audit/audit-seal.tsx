import { CopyButton } from "@/components/ui/text/copy-button";
import { TimeText } from "@/components/ui/text/time-text";
import { formatHead } from "@/lib/audit/head-text";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { formatDateTime } from "@/lib/i18n/format";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { AuditCheckButton, type CheckAudit } from "./audit-check";

export type AuditSealRow = { sealedAt: Date; entries: number; head: { position: string; hash: string } };

const SHOWN_DIGITS = 12;

/** How far the log is sealed, the code to note down, and the button that checks it. */
export async function AuditSeal({ seal, check }: { seal: AuditSealRow | null; check: CheckAudit }) {
  const [locale, t, common, style] = await Promise.all([
    getLocale(),
    getTranslator("auditSeal"),
    getTranslator("common"),
    getTimeStyle(),
  ]);
  if (!seal) return <p className="text-ink-soft text-sm">{t("none")}</p>;
  const { sealedAt, entries, head } = seal;
  const short = formatHead({ ...head, hash: head.hash.slice(0, SHOWN_DIGITS) });
  return (
    <div className="flex flex-col gap-2 text-ink-soft text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <TimeText at={sealedAt} style={style}>
          {t("upto", { time: formatDateTime(sealedAt, style), entries })}
        </TimeText>
        <span className="inline-flex items-center gap-1">
          <span className="mono-id">{short}</span>
          <CopyButton
            text={formatHead(head)}
            label={common("copy", { what: t("head") })}
            copiedLabel={common("copied")}
            refusedLabel={common("copyRefused")}
          />
        </span>
        <ClientMessagesProvider locale={locale} messages={compileMessages(locale, ["auditSeal"])}>
          <AuditCheckButton entries={entries} style={style} check={check} />
        </ClientMessagesProvider>
      </div>
      <p className="text-ink-faint">{t("hint")}</p>
    </div>
  );
}

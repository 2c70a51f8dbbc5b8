import type { ReactNode } from "react";
import { ProgressBadge } from "@/components/registrations/progress-badge";
import { StatusBadge } from "@/components/registrations/status-badge";
import { BackToList } from "@/components/registrations/way-back/back-to-list";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { CopyTextButton } from "@/components/ui/text/copy-button";
import { CopyableId } from "@/components/ui/text/copyable-id";
import { formatDateTime } from "@/lib/i18n/format";
import type { ProgressView } from "@/lib/progress/progress-view";
import type { RegistrationView } from "@/lib/registrations/registration-view";
import { statusWord } from "@/lib/registrations/status";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { type LoadNeighbours, NeighbourLinks } from "./neighbour-links";
import { summaryText } from "./summary-text";
import { latestChange } from "./view-facts";

/** The way back to the list, the name with how it stands, and what is done about the record itself. */
export async function DetailHeader({
  registration,
  name,
  progress,
  why,
  hasReference,
  personId,
  loadNeighbours,
  children,
}: {
  registration: RegistrationView;
  name: string;
  progress: ProgressView;
  /** Why DOKU refused it, in the reader's language. */
  why: string | null;
  hasReference: boolean;
  personId: string;
  loadNeighbours: LoadNeighbours;
  /** Further buttons. */
  children: ReactNode;
}) {
  const [timeStyle, t, status, progressWords, common] = await Promise.all([
    getTimeStyle(),
    getTranslator("detail"),
    getTranslator("status"),
    getTranslator("progress"),
    getTranslator("common"),
  ]);
  const { id, partnerReference, archived } = registration;
  return (
    <PageHeader
      back={
        <div className="flex items-center justify-between gap-4">
          <BackToList personId={personId} label={t("back")} />
          <NeighbourLinks personId={personId} registrationId={id} load={loadNeighbours} />
        </div>
      }
      title={name}
      badge={
        <>
          <StatusBadge status={registration.status} label={status(statusWord(registration))} />
          {registration.status === "INVITED" ? (
            <ProgressBadge
              progress={progress.progress}
              who={progress.who}
              label={progress.raw ?? progressWords(progress.progress)}
            />
          ) : null}
          {archived ? <Badge>{status("archived")}</Badge> : null}
        </>
      }
      description={
        hasReference ? (
          <CopyableId
            id={partnerReference}
            copyLabel={common("copy", { what: partnerReference })}
            copiedLabel={common("copied")}
            refusedLabel={common("copyRefused")}
          />
        ) : null
      }
      actions={
        <>
          <CopyTextButton
            text={summaryText(registration, {
              detail: t,
              status,
              time: formatDateTime(new Date(latestChange(registration)), timeStyle),
              why: registration.status === "NEEDS_FIX" ? why : null,
            })}
            // On a phone the merchant's own ways come sooner for it.
            label={<span className="max-sm:sr-only">{t("copySummary")}</span>}
            copiedLabel={common("copied")}
            refusedLabel={common("copyRefused")}
            shortcut="y"
          />
          {children}
        </>
      }
    />
  );
}

import CircleCheck from "lucide-react/icons/circle-check";
import CirclePause from "lucide-react/icons/circle-pause";
import FileUp from "lucide-react/icons/file-up";
import Plus from "lucide-react/icons/plus";
import type { Route } from "next";
import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { getTranslator } from "@/lib/server/language";

/** The empty list of a fresh instance: from a credential that sends to the first merchants, in three steps. */
export async function FirstSteps({
  isPaused,
  credentialsHref,
}: {
  /** Whether the credential that registrations are sent with is paused. */
  isPaused: boolean;
  /** Null for people who may not see credentials. */
  credentialsHref: Route | null;
}) {
  const [t, list] = await Promise.all([getTranslator("start"), getTranslator("list")]);
  return (
    <section aria-labelledby="first-steps" className="rounded-xl border bg-surface p-5 shadow-raised sm:p-6">
      <h2 id="first-steps" className="font-semibold text-lg">
        {list("emptyTitle")}
      </h2>
      <p className="mt-0.5 text-ink-soft">{list("emptyText")}</p>
      <ol className="mt-5 grid gap-3 lg:grid-cols-3">
        <Step
          number={1}
          mark={
            isPaused ? (
              <CirclePause aria-hidden="true" className="size-5 text-warning-ink" />
            ) : (
              <CircleCheck aria-hidden="true" className="size-5 text-success-ink" />
            )
          }
          title={t(isPaused ? "credential.paused" : "credential.ready")}
          text={t(isPaused ? "credential.pausedText" : "credential.readyText")}
        >
          {credentialsHref ? (
            <ButtonLink href={credentialsHref} size="small">
              {t("credential.open")}
            </ButtonLink>
          ) : null}
        </Step>
        <Step number={2} title={t("register.title")} text={t("register.text")}>
          <ButtonLink
            href="/registrations/new"
            variant="primary"
            size="small"
            icon={<Plus aria-hidden="true" />}
          >
            {t("register.open")}
          </ButtonLink>
        </Step>
        <Step number={3} title={t("upload.title")} text={t("upload.text")}>
          <ButtonLink href="/registrations/import" size="small" icon={<FileUp aria-hidden="true" />}>
            {t("upload.open")}
          </ButtonLink>
        </Step>
      </ol>
    </section>
  );
}

function Step({
  number,
  mark,
  title,
  text,
  children,
}: {
  number: number;
  /** In place of the number, where it is known how the step stands. */
  mark?: ReactNode;
  title: string;
  text: string;
  children: ReactNode;
}) {
  return (
    <li className="flex flex-col rounded-lg border bg-sunken p-4">
      <span className="flex items-center gap-2.5 font-medium">
        {mark ?? (
          <span
            aria-hidden="true"
            className="inline-flex size-5 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface text-ink-soft text-xs tabular-nums"
          >
            {number}
          </span>
        )}
        {title}
      </span>
      <p className="mt-1.5 mb-4 text-ink-soft text-sm">{text}</p>
      <span className="mt-auto">{children}</span>
    </li>
  );
}

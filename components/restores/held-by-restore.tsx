import CircleCheck from "lucide-react/icons/circle-check";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { jobTitle } from "@/components/bulk/job-words";
import { fileWords } from "@/components/import/import-words";
import { listAddress } from "@/components/registrations/filter/address";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { formatDateTime } from "@/lib/i18n/format";
import { EMPTY_FILTER } from "@/lib/registrations/list/filter";
import type { HeldByRestore, OpenRestore } from "@/lib/restores/restore-view";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { type GoOn, GoOnButton } from "./go-on-button";

/** What is held because the database was put back: all that would be sent again, and the button that lets it go on. */
export async function HeldByRestoreScreen({
  restore,
  held,
  goOn,
}: {
  restore: OpenRestore;
  held: HeldByRestore;
  /** Null for people who may only look. */
  goOn: GoOn | null;
}) {
  const [locale, t, style] = await Promise.all([getLocale(), getTranslator("restore"), getTimeStyle()]);
  return (
    <div className="flex flex-col gap-5">
      <PageHeader
        title={t("title")}
        description={t("noticed", { time: formatDateTime(new Date(restore.noticedAt), style) })}
      />
      <Notice tone="warning">{t("explanation")}</Notice>
      <HeldImports imports={held.imports} />
      <AskingImports imports={held.asking} />
      <HeldBulkJobs jobs={held.bulkJobs} />
      <SetAside count={held.setAside} />
      <Card title={t("goOnTitle")}>
        <p className="mb-3 text-ink-soft">{t(goOn ? "goOnText" : "notAllowed")}</p>
        {goOn ? (
          <ClientMessagesProvider
            locale={locale}
            messages={compileMessages(locale, ["restore", "common", "errors"])}
          >
            <GoOnButton restoreId={restore.id} goOn={goOn} />
          </ClientMessagesProvider>
        ) : null}
      </Card>
    </div>
  );
}

/** What the page says where nothing waits for anybody. */
export async function NothingHeld() {
  const t = await getTranslator("restore");
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t("title")} />
      <EmptyState icon={<CircleCheck aria-hidden="true" />} title={t("nothingTitle")}>
        {t("nothing")}
      </EmptyState>
    </div>
  );
}

async function HeldImports({ imports }: { imports: HeldByRestore["imports"] }) {
  const [t, words, style] = await Promise.all([
    getTranslator("restore"),
    getTranslator("imports"),
    getTimeStyle(),
  ]);
  return (
    <Card title={t("importsTitle")}>
      <HeldList none={t("importsNone")}>
        {imports.map((batch) => (
          <Held key={batch.id} href={`/imports/${batch.id}`} name={fileWords(words, batch)}>
            <p className="font-medium tabular-nums">{t("unsent", { count: batch.unsent })}</p>
            <p className="text-ink-soft text-sm">{t(batch.replay)}</p>
            <p className="text-ink-soft text-sm">
              {t("by", { name: batch.createdByName })}
              {batch.scheduledAt
                ? ` · ${t("scheduledFor", { time: formatDateTime(new Date(batch.scheduledAt), style) })}`
                : null}
            </p>
          </Held>
        ))}
      </HeldList>
    </Card>
  );
}

/** Those that were in somebody's hands. */
async function AskingImports({ imports }: { imports: HeldByRestore["asking"] }) {
  const [t, words] = await Promise.all([getTranslator("restore"), getTranslator("imports")]);
  if (imports.length === 0) return null;
  return (
    <Card title={t("askingTitle")}>
      <p className="mb-3 text-ink-soft">{t("askingText")}</p>
      <HeldList none="">
        {imports.map((batch) => (
          <Held key={batch.id} href={`/imports/${batch.id}`} name={fileWords(words, batch)}>
            <p className="font-medium tabular-nums">{t("unsent", { count: batch.unsent })}</p>
            <p className="text-ink-soft text-sm">{t("by", { name: batch.createdByName })}</p>
          </Held>
        ))}
      </HeldList>
    </Card>
  );
}

async function HeldBulkJobs({ jobs }: { jobs: HeldByRestore["bulkJobs"] }) {
  const [t, words] = await Promise.all([getTranslator("restore"), getTranslator("bulk")]);
  return (
    <Card title={t("bulkTitle")}>
      <HeldList none={t("bulkNone")}>
        {jobs.map((job) => (
          <Held key={job.id} href={`/jobs/${job.id}`} name={jobTitle(words, job)}>
            <p className="font-medium tabular-nums">{t("pending", { count: job.pending })}</p>
            <p className="text-ink-soft text-sm">{t("by", { name: job.createdByName })}</p>
          </Held>
        ))}
      </HeldList>
    </Card>
  );
}

async function SetAside({ count }: { count: number }) {
  const t = await getTranslator("restore");
  const href = listAddress({ ...EMPTY_FILTER, cause: "unsure.restored" });
  return (
    <Card title={t("setAsideTitle")}>
      <p>
        {t("setAside", { count })}{" "}
        {count > 0 ? (
          <Link href={href} className="underline decoration-line-strong underline-offset-2">
            {t("setAsideLink")}
          </Link>
        ) : null}
      </p>
    </Card>
  );
}

function HeldList({ none, children }: { none: string; children: readonly ReactNode[] }) {
  if (children.length === 0) return <p className="text-ink-soft">{none}</p>;
  return <ul className="flex flex-col divide-y">{children}</ul>;
}

function Held<T extends string>({
  href,
  name,
  children,
}: {
  href: Route<T>;
  name: string;
  children: ReactNode;
}) {
  return (
    <li className="flex flex-col gap-0.5 py-3 first:pt-0 last:pb-0">
      <Link
        href={href}
        className="w-fit underline decoration-line-strong underline-offset-2 [overflow-wrap:anywhere]"
      >
        {name}
      </Link>
      {children}
    </li>
  );
}

import FileDown from "lucide-react/icons/file-down";
import Link from "next/link";
import { ImportTable } from "@/components/import/import-list";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import type { ImportSummary } from "@/lib/imports/import-view";
import { REGISTRATION_FIELDS } from "@/lib/registrations/input/registration-fields";
import { getLocale, getTranslator } from "@/lib/server/language";
import { REQUIRED_FIELDS } from "@/lib/spreadsheet/rows/heading-field";
import { UploadForm } from "./form";

const OPTIONAL_FIELDS = REGISTRATION_FIELDS.filter(
  (field) => !REQUIRED_FIELDS.some((required) => required === field),
);

/** The page for handing a spreadsheet in: the file or pasted rows, what is accepted, and what was handed in before. */
export async function UploadScreen({ recent }: { recent: readonly ImportSummary[] }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslator("imports")]);
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t("upload.title")} description={t("upload.intro")} />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <Card>
          <ClientMessagesProvider
            locale={locale}
            messages={compileMessages(locale, ["imports", "common", "errors"])}
          >
            <UploadForm />
          </ClientMessagesProvider>
        </Card>
        <Guide />
      </div>
      {recent.length > 0 ? (
        <section className="flex flex-col gap-3">
          <div className="flex items-baseline justify-between gap-4">
            <h2 className="font-semibold">{t("recent")}</h2>
            <Link href="/imports" className="text-ink-soft text-sm hover:text-ink">
              {t("allFiles")} →
            </Link>
          </div>
          <ImportTable imports={recent} />
        </section>
      ) : null}
    </div>
  );
}

async function Guide() {
  const [t, form] = await Promise.all([getTranslator("imports"), getTranslator("form")]);
  return (
    <Card title={t("guide.title")}>
      <div className="flex flex-col gap-4 text-sm">
        <p className="text-ink-soft">{t("guide.text")}</p>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2.5">
          <dt className="text-ink-faint">{t("guide.required")}</dt>
          <dd>
            <FieldNames names={REQUIRED_FIELDS.map((field) => form(field))} />
          </dd>
          <dt className="text-ink-faint">{t("guide.optional")}</dt>
          <dd>
            <FieldNames names={OPTIONAL_FIELDS.map((field) => form(field))} />
          </dd>
        </dl>
        <p className="text-ink-soft">{t("guide.own")}</p>
        <div className="flex flex-col gap-2 border-t pt-4">
          <div className="flex flex-wrap gap-x-4 gap-y-2">
            <TemplateLink href="/registrations/import/template">{t("guide.template")}</TemplateLink>
            <TemplateLink href="/registrations/import/template?format=csv">
              {t("guide.templateCsv")}
            </TemplateLink>
          </div>
          <p className="text-ink-faint">{t("guide.templateText")}</p>
        </div>
      </div>
    </Card>
  );
}

function FieldNames({ names }: { names: readonly string[] }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {names.map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  );
}

function TemplateLink({ href, children }: { href: string; children: string }) {
  return (
    <a
      href={href}
      download
      className="inline-flex items-center gap-1.5 rounded font-medium text-accent-ink hover:underline"
    >
      <FileDown aria-hidden="true" className="size-4" />
      {children}
    </a>
  );
}

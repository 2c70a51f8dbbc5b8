import type { Metadata, Route } from "next";
import { TemplateForm } from "@/components/nudges/templates/template-form";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { requirePermission } from "@/lib/auth/session";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { listTemplates } from "@/lib/nudges/manage-templates";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { restoreBuiltIn, saveTemplate } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("templates");
  return { title: t("title") };
}

export default async function TemplatesPage({ searchParams }: PageProps<"/settings/templates">) {
  const actor = await requirePermission("progress.manage");
  const [templates, locale, timeStyle, t, search] = await Promise.all([
    listTemplates(actor),
    getLocale(),
    getTimeStyle(),
    getTranslator("templates"),
    searchParams,
  ]);
  const keyed = templates.map((template) => ({
    ...template,
    key: `${template.channel}.${template.locale}` as const,
  }));
  const [first] = keyed;
  const shown = keyed.find(({ key }) => key === search.words) ?? first;
  if (!shown) return null;
  return (
    <ClientMessagesProvider
      locale={locale}
      messages={compileMessages(locale, ["templates", "common", "errors"])}
    >
      <div className="flex flex-col gap-5">
        <PageHeader title={t("title")} description={t("description")} />
        <Tabs
          label={t("choose")}
          tabs={keyed.map(({ key }) => ({
            key,
            label: t(`tab.${key}`),
            href: `/settings/templates?words=${key}` as Route,
            current: key === shown.key,
          }))}
        />
        <TemplateForm
          key={shown.key}
          template={shown}
          timeStyle={timeStyle}
          save={saveTemplate}
          restore={restoreBuiltIn}
        />
      </div>
    </ClientMessagesProvider>
  );
}

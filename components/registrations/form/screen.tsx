import { PageHeader } from "@/components/ui/page-header";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { countryOptions } from "./fields/countries";
import { RegistrationForm, type RegistrationFormProps } from "./form";

const STEPS = ["sign", "ids", "invite", "verify"] as const;

/** The form with its heading and, where there is room, what happens after the press. */
export async function RegistrationFormScreen(
  form: Pick<RegistrationFormProps, "personId" | "initial" | "submit">,
) {
  const [locale, timeStyle, t] = await Promise.all([getLocale(), getTimeStyle(), getTranslator("form")]);
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t("titleNew")} description={t("intro")} />
      <div className="grid items-start gap-8 xl:grid-cols-[minmax(0,46rem)_minmax(0,1fr)]">
        <ClientMessagesProvider
          locale={locale}
          messages={compileMessages(locale, ["form", "problems", "status"])}
        >
          <RegistrationForm
            {...form}
            countries={countryOptions(locale, form.initial.country)}
            timeStyle={timeStyle}
          />
        </ClientMessagesProvider>
        <aside className="max-xl:hidden">
          <h2 className="font-medium text-ink-soft text-sm">{t("next.title")}</h2>
          <ol className="mt-3 flex max-w-72 flex-col gap-3">
            {STEPS.map((step, position) => (
              <li key={step} className="flex gap-3 text-ink-soft text-sm">
                <span
                  aria-hidden="true"
                  className="inline-flex size-5 shrink-0 items-center justify-center rounded-full border bg-surface text-2xs tabular-nums"
                >
                  {position + 1}
                </span>
                {t(`next.${step}`)}
              </li>
            ))}
          </ol>
        </aside>
      </div>
    </div>
  );
}

import type { ReactNode } from "react";
import type { Environment } from "@/lib/generated/prisma/enums";
import { getTranslator } from "@/lib/server/language";
import { BrandMark } from "./brand-mark";
import { EnvironmentMarker } from "./environment-marker";
import { LanguagePreference, ThemePreference } from "./preferences";

/** The quiet frame of sign-in and set-up: one thing in the middle of the page. */
export async function AuthLayout({
  environment,
  title,
  description,
  children,
}: {
  environment: Environment;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
}) {
  const t = await getTranslator("common");
  return (
    <div className="flex min-h-dvh flex-col px-4">
      <main className="mx-auto flex w-full max-w-[23.5rem] flex-1 flex-col justify-center py-12">
        <div className="mb-7 flex items-center gap-3">
          <BrandMark className="size-9" />
          <div className="min-w-0 flex-1">
            <p className="font-semibold text-lg leading-5 tracking-[-0.015em]">{t("productName")}</p>
            <p className="text-ink-faint text-sm">{t("tagline")}</p>
          </div>
          <EnvironmentMarker environment={environment} />
        </div>
        <div className="rounded-2xl border bg-surface p-5 shadow-raised sm:p-6">
          <h1 className="font-semibold text-xl tracking-[-0.012em]">{title}</h1>
          {description ? <div className="mt-1 text-ink-soft">{description}</div> : null}
          <div className="mt-5">{children}</div>
        </div>
      </main>
      <footer className="mx-auto flex w-full max-w-[23.5rem] items-center justify-between gap-2 pb-6">
        <LanguagePreference />
        <ThemePreference />
      </footer>
    </div>
  );
}

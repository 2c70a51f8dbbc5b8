import clsx from "clsx";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { KeepFocus } from "@/components/keyboard/keep-focus";
import { parseTheme, THEME_COOKIE } from "@/components/layout/theme";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { getLocale } from "@/lib/server/language";
import { mono, sans } from "./fonts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Mitra", template: "%s · Mitra" },
  description: "Invite merchants to DOKU and know where every invitation stands",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf9" },
    { media: "(prefers-color-scheme: dark)", color: "#120f0e" },
  ],
};

/** The document: language, colour scheme, typefaces, and the words that every client component may need. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  // Without it Next renders pages ahead of time, whose scripts carry no nonce and are then blocked.
  await connection();
  const [locale, cookieJar] = await Promise.all([getLocale(), cookies()]);
  const theme = parseTheme(cookieJar.get(THEME_COOKIE)?.value);
  return (
    <html
      lang={locale}
      className={clsx(sans.variable, mono.variable, theme !== "system" && theme)}
      // The Theme control changes the class in place, before React has seen the cookie.
      suppressHydrationWarning
    >
      <body>
        <ClientMessagesProvider locale={locale} messages={compileMessages(locale, ["common", "errors"])}>
          {children}
          <KeepFocus />
        </ClientMessagesProvider>
      </body>
    </html>
  );
}

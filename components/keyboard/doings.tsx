import Download from "lucide-react/icons/download";
import FileUp from "lucide-react/icons/file-up";
import Keyboard from "lucide-react/icons/keyboard";
import Languages from "lucide-react/icons/languages";
import LogOut from "lucide-react/icons/log-out";
import Plus from "lucide-react/icons/plus";
import SunMoon from "lucide-react/icons/sun-moon";
import { usePathname, useRouter } from "next/navigation";
import { chooseTheme, setPreferenceCookie } from "@/components/layout/preference-cookie";
import { THEMES } from "@/components/layout/theme";
import { useRefresh } from "@/components/pending/use-refresh";
import { Kbd } from "@/components/ui/text/kbd";
import { useClientLocale, useMessages } from "@/lib/i18n/client-messages";
import { LOCALE_COOKIE, LOCALE_NAMES, LOCALES } from "@/lib/i18n/locale";
import type { Command } from "./command";
import { singleKeysAreOn } from "./key-press";
import { pressWhenThere } from "./page-actions";

/** What can be done from every page. */
export function useDoings({ mayCreate, onHelp }: { mayCreate: boolean; onHelp: () => void }): Command[] {
  const say = useMessages("commands");
  const router = useRouter();
  const refresh = useRefresh();
  const pathname = usePathname();
  const locale = useClientLocale();
  const group = say("do");
  const keyOf = (key: string) => (singleKeysAreOn() ? <Kbd>{key}</Kbd> : undefined);
  return [
    ...(mayCreate
      ? [
          {
            key: "create",
            label: say("keys.create"),
            icon: <Plus aria-hidden="true" />,
            hint: keyOf("c"),
            group,
            run: () => router.push("/registrations/new"),
          },
          {
            key: "upload",
            label: say("upload"),
            icon: <FileUp aria-hidden="true" />,
            group,
            run: () => router.push("/registrations/import"),
          },
        ]
      : []),
    {
      key: "export",
      label: say("export"),
      icon: <Download aria-hidden="true" />,
      group,
      run: () => {
        if (pathname !== "/registrations") router.push("/registrations");
        pressWhenThere("[data-command=export]");
      },
    },
    ...LOCALES.filter((other) => other !== locale).map((other) => ({
      key: `language ${other}`,
      label: say("language", { name: LOCALE_NAMES[other] }),
      icon: <Languages aria-hidden="true" />,
      group,
      run: () => {
        setPreferenceCookie(LOCALE_COOKIE, other);
        void refresh();
      },
    })),
    ...THEMES.map((theme) => ({
      key: `theme ${theme}`,
      label: say(`themes.${theme}`),
      icon: <SunMoon aria-hidden="true" />,
      group,
      run: () => {
        chooseTheme(theme);
        void refresh();
      },
    })),
    {
      key: "help",
      label: say("help"),
      icon: <Keyboard aria-hidden="true" />,
      hint: keyOf("?"),
      group,
      run: onHelp,
    },
    {
      key: "sign out",
      label: say("signOut"),
      icon: <LogOut aria-hidden="true" />,
      group,
      // The account menu's own button, whose form carries what proves that this page asks.
      run: () => document.querySelector<HTMLElement>("[data-command=sign-out]")?.click(),
    },
  ];
}

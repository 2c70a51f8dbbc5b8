import ChevronDown from "lucide-react/icons/chevron-down";
import LogOut from "lucide-react/icons/log-out";
import UserRound from "lucide-react/icons/user-round";
import type { Route } from "next";
import Link from "next/link";
import { Menu } from "@/components/ui/overlays/menu";
import { HOME_PATH } from "@/lib/auth/next-path";
import { getTranslator } from "@/lib/server/language";
import { ThemePreference } from "./preferences";
import { SignOutForm } from "./sign-out-form";

export type ShellUser = { name: string; email: string; role: "admin" | "manager" | "viewer" };

const ITEM_CLASS =
  "flex h-9 w-full items-center gap-2.5 rounded-lg px-2.5 text-base text-ink-soft hover:bg-hover hover:text-ink [&_svg]:size-4";

/** Who is signed in, and what concerns only them: profile, theme, sign out. */
export async function UserMenu({
  user,
  profileHref,
  csrfToken,
}: {
  user: ShellUser;
  profileHref: Route;
  csrfToken: string;
}) {
  const t = await getTranslator("layout");
  return (
    <Menu label={t("userMenu", { name: user.name })} trigger={<Avatar name={user.name} />}>
      <div className="border-b px-3.5 py-3">
        <p className="truncate font-medium">{user.name}</p>
        <p className="truncate text-ink-soft text-sm">{user.email}</p>
        <p className="mt-0.5 text-ink-faint text-sm">{t(`roles.${user.role}`)}</p>
      </div>
      <div className="border-b p-1.5">
        <ThemePreference />
      </div>
      <div className="p-1.5">
        <Link href={profileHref} className={ITEM_CLASS}>
          <UserRound aria-hidden="true" />
          {t("profile")}
        </Link>
        <SignOutForm action="/api/auth/signout">
          <input type="hidden" name="csrfToken" value={csrfToken} />
          <input type="hidden" name="callbackUrl" value={HOME_PATH} />
          <button type="submit" data-command="sign-out" className={ITEM_CLASS}>
            <LogOut aria-hidden="true" />
            {t("signOut")}
          </button>
        </SignOutForm>
      </div>
    </Menu>
  );
}

function Avatar({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      className="flex items-center gap-1 rounded-lg p-0.5 text-ink-faint hover:text-ink"
    >
      <span className="inline-flex size-8 items-center justify-center rounded-full bg-accent-wash font-semibold text-accent-ink text-xs">
        {initials(name)}
      </span>
      <ChevronDown className="size-3.5 max-sm:hidden" />
    </span>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? "")][0] ?? "",
  );
  return letters.join("").toUpperCase();
}

"use client";

import Search from "lucide-react/icons/search";
import { usePathname, useRouter } from "next/navigation";
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { Kbd } from "@/components/ui/text/kbd";
import { useMessages } from "@/lib/i18n/client-messages";
import type { CommandActions, CommandPlace } from "./command";
import { useCommandKey } from "./command-key";
import { type EarlyKeys, holdEarlyKeys } from "./early-keys";
import { isOverlayOpen, isPlainKey, isTyping, singleKeysAreOn } from "./key-press";
import { useRecent } from "./recent";

const loadMenu = () => import("./command-menu");
const CommandMenu = lazy(() => loadMenu().then(({ CommandMenu }) => ({ default: CommandMenu })));
const ShortcutHelp = lazy(() =>
  import("./shortcut-help").then(({ ShortcutHelp }) => ({ default: ShortcutHelp })),
);

/** After what the page itself needs, and before most people have found the key. */
const PRELOAD_AFTER_MS = 3_000;

/**
 * The keys that work on every screen: ⌘K or Ctrl-K opens the command menu, `/` goes to the search, `c` to a new
 * registration, `?` shows all keys. Those of a single letter rest while something is typed or is switched off.
 */
export function Shortcuts({
  personId,
  places,
  mayCreate,
  hasSingleKeys,
  actions,
}: {
  personId: string;
  places: readonly CommandPlace[];
  mayCreate: boolean;
  hasSingleKeys: boolean;
  actions: CommandActions;
}) {
  const say = useMessages("commands");
  const router = useRouter();
  const pathname = usePathname();
  const commandKey = useCommandKey();
  const [opened, setOpened] = useState<"menu" | "help" | null>(null);
  const early = useRef<EarlyKeys | null>(null);
  useRecent(personId, pathname);

  const openMenu = useCallback(() => {
    early.current?.stop();
    early.current = holdEarlyKeys(() => setOpened(null));
    setOpened("menu");
  }, []);
  const takeEarlyKeys = useCallback(() => early.current?.take() ?? null, []);
  const close = useCallback(() => setOpened(null), []);

  useEffect(() => {
    const timer = setTimeout(() => loadMenu().catch(() => undefined), PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);

  useEffect(() => {
    // Whatever closes it, also that its code could not be fetched, the keys are the page's again.
    if (opened === "menu") return () => early.current?.stop();
  }, [opened]);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key === "Control" || event.key === "Meta") void loadMenu().catch(() => undefined);
      if (
        event.key.toLowerCase() === "k" &&
        (event.metaKey || event.ctrlKey) &&
        !event.altKey &&
        !event.shiftKey
      ) {
        event.preventDefault();
        if (opened === "menu") close();
        else openMenu();
        return;
      }
      if (!isPlainKey(event) || isTyping(event) || isOverlayOpen() || !singleKeysAreOn()) return;
      if (event.key === "?") setOpened("help");
      else if (event.key === "/") goToSearch();
      else if (event.key === "c" && mayCreate) router.push("/registrations/new");
      else return;
      event.preventDefault();
    }
    function goToSearch() {
      const search = document.querySelector<HTMLInputElement>("input[data-search]");
      if (!search) return openMenu();
      search.focus();
      search.select();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [router, mayCreate, opened, openMenu, close]);

  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        data-shortcuts={hasSingleKeys ? "on" : "off"}
        title={say("title")}
        onPointerEnter={() => void loadMenu().catch(() => undefined)}
        onClick={openMenu}
        className="touch-target flex h-8 items-center gap-2 rounded-lg px-2 text-ink-faint text-sm hover:bg-hover hover:text-ink md:w-52 md:border md:bg-surface md:pr-1.5 md:pl-2.5 lg:w-60"
      >
        <Search aria-hidden="true" className="size-4 shrink-0" />
        <span className="min-w-0 flex-1 truncate text-left max-md:sr-only">{say("open")}</span>
        <span aria-hidden="true" className="flex gap-0.5 max-md:hidden">
          <Kbd>{commandKey}</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      <Suspense>
        {opened === "menu" ? (
          <CommandMenu
            personId={personId}
            pathname={pathname}
            places={places}
            mayCreate={mayCreate}
            actions={actions}
            takeEarlyKeys={takeEarlyKeys}
            onClose={close}
            onHelp={() => setOpened("help")}
          />
        ) : null}
        {opened === "help" ? (
          <ShortcutHelp mayCreate={mayCreate} hasSingleKeys={hasSingleKeys} onClose={close} />
        ) : null}
      </Suspense>
    </>
  );
}

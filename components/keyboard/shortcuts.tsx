"use client";

import Command from "lucide-react/icons/command";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useState } from "react";
import { useMessages } from "@/lib/i18n/client-messages";
import type { CommandActions, CommandPlace } from "./command-menu";
import { isOverlayOpen, isPlainKey, isTyping, singleKeysAreOn } from "./key-press";

const CommandMenu = lazy(() =>
  import("./command-menu").then(({ CommandMenu }) => ({ default: CommandMenu })),
);
const ShortcutHelp = lazy(() =>
  import("./shortcut-help").then(({ ShortcutHelp }) => ({ default: ShortcutHelp })),
);

/**
 * The keys that work on every screen: ⌘K or Ctrl-K opens the command menu, `/` goes to the search, `c` to a new
 * registration, `?` shows all keys. Those of a single letter rest while something is typed or is switched off.
 */
export function Shortcuts({
  places,
  mayCreate,
  hasSingleKeys,
  actions,
}: {
  places: readonly CommandPlace[];
  mayCreate: boolean;
  hasSingleKeys: boolean;
  actions: CommandActions;
}) {
  const say = useMessages("commands");
  const router = useRouter();
  const [opened, setOpened] = useState<"menu" | "help" | null>(null);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (
        event.key.toLowerCase() === "k" &&
        (event.metaKey || event.ctrlKey) &&
        !event.altKey &&
        !event.shiftKey
      ) {
        event.preventDefault();
        setOpened((open) => (open === "menu" ? null : "menu"));
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
      if (!search) return setOpened("menu");
      search.focus();
      search.select();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [router, mayCreate]);

  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        data-shortcuts={hasSingleKeys ? "on" : "off"}
        title={say("title")}
        onClick={() => setOpened("menu")}
        className="touch-target flex h-8 items-center max-sm:hidden gap-2 rounded-lg px-2 text-ink-soft text-sm hover:bg-hover hover:text-ink"
      >
        <Command aria-hidden="true" className="size-4 text-ink-faint" />
        <span className="max-md:sr-only">{say("open")}</span>
      </button>
      <Suspense>
        {opened === "menu" ? (
          <CommandMenu
            places={places}
            actions={actions}
            onClose={() => setOpened(null)}
            onHelp={() => setOpened("help")}
          />
        ) : null}
        {opened === "help" ? (
          <ShortcutHelp mayCreate={mayCreate} hasSingleKeys={hasSingleKeys} onClose={() => setOpened(null)} />
        ) : null}
      </Suspense>
    </>
  );
}

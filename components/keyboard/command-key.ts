import { useSyncExternalStore } from "react";

const isMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** `⌘` on a Mac, `Ctrl` elsewhere, which the server takes everybody's for. */
export function useCommandKey(): "⌘" | "Ctrl" {
  return useSyncExternalStore(
    () => () => undefined,
    () => (isMac() ? "⌘" : "Ctrl"),
    () => "Ctrl",
  );
}

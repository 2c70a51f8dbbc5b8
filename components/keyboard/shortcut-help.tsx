"use client";

import { Dialog } from "@/components/ui/overlays/dialog";
import { Kbd } from "@/components/ui/text/kbd";
import { useMessages } from "@/lib/i18n/client-messages";

const KEYS = [
  { name: "down", keys: ["j"] },
  { name: "up", keys: ["k"] },
  { name: "open", keys: ["Enter"] },
  { name: "peek", keys: ["Space"] },
  { name: "select", keys: ["x"] },
  { name: "search", keys: ["/"] },
  { name: "create", keys: ["c"] },
  { name: "help", keys: ["?"] },
] as const;

/** Every shortcut there is, and whether those of a single key are on. */
export function ShortcutHelp({
  mayCreate,
  hasSingleKeys,
  onClose,
}: {
  mayCreate: boolean;
  hasSingleKeys: boolean;
  onClose: () => void;
}) {
  const say = useMessages("commands");
  const sayCommon = useMessages("common");
  const commandKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";
  const shown = KEYS.filter(({ name }) => name !== "create" || mayCreate);
  return (
    <Dialog open onClose={onClose} title={say("shortcuts")} closeLabel={sayCommon("close")}>
      <dl className="mt-2 grid grid-cols-[1fr_auto] items-center gap-x-6 gap-y-2">
        <Shortcut words={say("keys.menu")} keys={[commandKey, "K"]} />
        {shown.map(({ name, keys }) => (
          <Shortcut key={name} words={say(`keys.${name}`)} keys={keys} />
        ))}
        <Shortcut words={say("keys.escape")} keys={["Esc"]} />
      </dl>
      <p className="mt-4 text-ink-soft text-sm">{say(hasSingleKeys ? "singleKeysOn" : "singleKeysOff")}</p>
    </Dialog>
  );
}

function Shortcut({ words, keys }: { words: string; keys: readonly string[] }) {
  return (
    <>
      <dt>{words}</dt>
      <dd className="flex justify-end gap-1">
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </>
  );
}

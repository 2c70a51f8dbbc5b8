"use client";

import { Dialog } from "@/components/ui/overlays/dialog";
import { Kbd } from "@/components/ui/text/kbd";
import { type MessageKey, useMessages } from "@/lib/i18n/client-messages";
import { useCommandKey } from "./command-key";

type Words = MessageKey<"commands"> & `keys.${string}`;
type Section = {
  name: MessageKey<"commands"> & `sections.${string}`;
  keys: readonly (readonly [Words, ...string[]])[];
};

/** Where each works; `⌘` stands for the machine's own key. */
const SECTIONS = [
  {
    name: "sections.everywhere",
    keys: [
      ["keys.menu", "⌘", "K"],
      ["keys.search", "/"],
      ["keys.create", "c"],
      ["keys.help", "?"],
      ["keys.escape", "Esc"],
    ],
  },
  {
    name: "sections.list",
    keys: [
      ["keys.down", "j"],
      ["keys.up", "k"],
      ["keys.open", "Enter"],
      ["keys.peek", "Space"],
      ["keys.select", "x"],
      ["keys.followUp", "f"],
    ],
  },
  {
    name: "sections.page",
    keys: [
      ["keys.beside", "j", "k"],
      ["keys.mend", "e"],
      ["keys.again", "r"],
      ["keys.remind", "n"],
      ["keys.putAway", "a"],
      ["keys.summary", "y"],
    ],
  },
  {
    name: "sections.note",
    keys: [
      ["keys.mention", "@"],
      ["keys.note", "⌘", "Enter"],
    ],
  },
  {
    name: "sections.followUps",
    keys: [
      ["keys.beside", "j", "k"],
      ["keys.tomorrow", "s"],
      ["keys.done", "d"],
    ],
  },
  {
    name: "sections.work",
    keys: [
      ["keys.sendNext", "Enter"],
      ["keys.tomorrow", "s"],
      ["keys.done", "d"],
      ["keys.passOver", "F8"],
    ],
  },
  {
    name: "sections.line",
    keys: [
      ["keys.saveNext", "Enter"],
      ["keys.passOver", "F8"],
    ],
  },
  {
    name: "sections.search",
    keys: [
      ["keys.choose", "↓"],
      ["keys.all", "Enter"],
      ["keys.clear", "Esc"],
    ],
  },
  {
    name: "sections.grid",
    keys: [
      ["keys.problem", "F8"],
      ["keys.edit", "F2"],
    ],
  },
] as const satisfies readonly Section[];

/** What changes something, for whoever may. */
const WRITES: ReadonlySet<Words> = new Set<Words>([
  "keys.create",
  "keys.followUp",
  "keys.mend",
  "keys.again",
  "keys.remind",
  "keys.putAway",
  "keys.mention",
  "keys.note",
  "keys.tomorrow",
  "keys.done",
  "keys.sendNext",
  "keys.saveNext",
  "keys.passOver",
  "keys.problem",
  "keys.edit",
]);

/** Every shortcut there is, by where it works, and whether those of a single key are on. */
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
  const commandKey = useCommandKey();
  const sections = SECTIONS.map(({ name, keys }) => ({
    name,
    keys: keys.filter(([words]) => mayCreate || !WRITES.has(words)),
  })).filter(({ keys }) => keys.length > 0);
  return (
    <Dialog open onClose={onClose} title={say("shortcuts")} closeLabel={sayCommon("close")}>
      <div className="mt-2 gap-x-10 sm:columns-2">
        {sections.map(({ name, keys }) => (
          <section key={name} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 font-medium text-ink-faint text-xs">{say(name)}</h3>
            <dl className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1.5">
              {keys.map(([words, ...pressed]) => (
                <Shortcut
                  key={words}
                  words={say(words)}
                  keys={pressed.map((key) => (key === "⌘" ? commandKey : key))}
                />
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="text-ink-soft text-sm">{say(hasSingleKeys ? "singleKeysOn" : "singleKeysOff")}</p>
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

import { countUnread, fileSentences, leavesOut, otherWords } from "@/components/import/file-facts-words";
import type { ImportActions } from "@/components/import/import-actions";
import { Notice } from "@/components/ui/notice";
import type { ImportView } from "@/lib/imports/import-view";
import { getTranslator } from "@/lib/server/language";
import { SheetChoice, TakeInButton } from "./file-choices";

/** Says what of the file stands not among the rows, and lets a person have it; nothing where all of it does. */
export async function FileNotice({
  batch,
  mayWrite,
  actions,
}: {
  batch: ImportView;
  mayWrite: boolean;
  actions: Pick<ImportActions, "chooseSheet" | "takeHiddenIn">;
}) {
  const t = await getTranslator("imports");
  const sentences = fileSentences(t, batch);
  if (sentences.length === 0) return null;
  const { id, status, facts, leftOut } = batch;
  const isUnread = countUnread(batch) > 0;
  const mayChoose = mayWrite && (status === "mapping" || status === "checked");
  const mayTakeIn = mayWrite && (status === "checked" || status === "canary_done" || status === "paused");
  // Those with our headings come first: one of them is meant.
  const others = (facts?.others ?? []).toSorted((a, b) => Number(b.isOurs) - Number(a.isOurs));
  const sheets = others.map((sheet) => ({ name: sheet.name, words: otherWords(t, sheet) }));
  return (
    <Notice
      tone={isUnread ? "warning" : "info"}
      title={isUnread ? t("facts.title") : undefined}
      {...(leavesOut(batch) && { role: "region", "aria-label": t("facts.region") })}
    >
      <ul className="flex flex-col gap-2.5">
        {sentences.map(({ key, text }) => (
          <li key={key} className="flex flex-col items-start gap-2">
            <span className="tabular-nums [overflow-wrap:anywhere]">{text}</span>
            {key === "sheets" && mayChoose ? (
              <SheetChoice importId={id} sheets={sheets} choose={actions.chooseSheet} />
            ) : null}
            {key === "hidden" && mayTakeIn && leftOut.hidden > 0 ? (
              <TakeInButton importId={id} count={leftOut.hidden} takeIn={actions.takeHiddenIn} />
            ) : null}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

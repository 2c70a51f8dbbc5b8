"use client";

import clsx from "clsx";
import ClipboardCopy from "lucide-react/icons/clipboard-copy";
import Download from "lucide-react/icons/download";
import MessageCircle from "lucide-react/icons/message-circle";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import type { BarSelection } from "@/components/bulk/bulk-actions";
import type { CountForExport } from "@/components/export/export-dialog";
import { Opening } from "@/components/pending/opening";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { writeToClipboard } from "@/components/ui/text/clipboard";
import type { CopyForm } from "@/lib/export/copy-form";
import { useClientLocale, useMessages } from "@/lib/i18n/client-messages";
import { formatNumber } from "@/lib/i18n/format";
import type { ListColumn, ListSort } from "@/lib/registrations/list/filter";

// Only who presses the button needs it.
const ExportDialog = dynamic(
  () => import("@/components/export/export-dialog").then((module) => module.ExportDialog),
  { loading: Opening },
);

/** What takes rows of the list away, and what of them: the columns that it shows, in its order. */
export type Taking = {
  columns: readonly ListColumn[];
  sort: ListSort;
  mayUnmask: boolean;
  count: CountForExport;
  copy: (input: {
    selection: BarSelection;
    sort: ListSort;
    form: CopyForm;
    columns: ListColumn[];
  }) => Promise<{ kind: "copied"; text: string; count: number; isWhole: boolean } | ActionFailure>;
};

const FORMS = [
  { form: "rows", Icon: ClipboardCopy },
  { form: "lines", Icon: MessageCircle },
] as const;
const SAID_MS = 4_000;

/** Copies what is selected as rows for a spreadsheet or as lines for a chat, and exports it. */
export function TakeSelection({ selection, taking }: { selection: BarSelection; taking: Taking }) {
  const say = useMessages("list");
  const sayCommon = useMessages("common");
  const sayExport = useMessages("export");
  const locale = useClientLocale();
  const { sort, columns } = taking;
  const [pending, setPending] = useState<CopyForm | null>(null);
  const [said, setSaid] = useState<{ words: string; isDone: boolean } | null>(null);
  const [isExporting, setExporting] = useState(false);

  useEffect(() => {
    // What did not come about stays until the next press.
    if (!said?.isDone) return;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);

  async function copy(form: CopyForm) {
    if (pending) return;
    setPending(form);
    const asked = taking.copy({ selection, sort, form, columns: [...columns] }).catch(unreachable);
    const isDone = await writeToClipboard(
      asked.then((answer) => {
        if (answer.kind === "failure") throw new Error(answer.code);
        return answer.text;
      }),
    );
    const answer = await asked;
    setPending(null);
    if (answer.kind === "failure") setSaid({ words: say("copy.failed"), isDone: false });
    else if (!isDone) setSaid({ words: sayCommon("copyRefused"), isDone: false });
    else {
      const count = formatNumber(answer.count, locale);
      const words = say(answer.isWhole ? "copy.done" : "copy.first", { count, figure: answer.count });
      setSaid({ words, isDone: true });
    }
  }

  return (
    <>
      {FORMS.map(({ form, Icon }) => (
        <Button
          key={form}
          size="small"
          pending={pending === form}
          icon={<Icon aria-hidden="true" />}
          title={say(`copy.${form}Hint`)}
          onClick={() => void copy(form)}
        >
          {say(`copy.${form}`)}
        </Button>
      ))}
      <Button size="small" icon={<Download aria-hidden="true" />} onClick={() => setExporting(true)}>
        {sayExport("chosen")}
      </Button>
      <span
        role="status"
        className={clsx(
          "min-w-0 self-center text-sm empty:hidden",
          said?.isDone ? "text-success-ink" : "text-danger-ink",
        )}
      >
        {said?.words}
      </span>
      {isExporting ? (
        <ExportDialog
          query={sortedBy(sort, selection.kind === "filter" ? selection.query : "")}
          ids={selection.kind === "ids" ? selection.ids : []}
          columns={columns}
          mayUnmask={taking.mayUnmask}
          count={taking.count}
          onClose={() => setExporting(false)}
        />
      ) : null}
    </>
  );
}

/** A selection outlives another order of the list, so that its query says none. */
function sortedBy(sort: ListSort, query: string): string {
  const params = new URLSearchParams(query);
  params.set("sort", sort);
  return params.toString();
}

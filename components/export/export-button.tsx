"use client";

import Download from "lucide-react/icons/download";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Opening } from "@/components/pending/opening";
import { Button } from "@/components/ui/button";
import { useMessages } from "@/lib/i18n/client-messages";
import type { ExportDialogProps } from "./export-dialog";

// Only who presses the button needs it.
const ExportDialog = dynamic(() => import("./export-dialog").then((module) => module.ExportDialog), {
  loading: Opening,
});

/** Opens what leads to the list as a file. */
export function ExportButton(dialog: Omit<ExportDialogProps, "onClose">) {
  const say = useMessages("export");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button data-command="export" icon={<Download aria-hidden="true" />} onClick={() => setOpen(true)}>
        <span className="max-sm:sr-only">{say("button")}</span>
      </Button>
      {isOpen ? <ExportDialog {...dialog} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

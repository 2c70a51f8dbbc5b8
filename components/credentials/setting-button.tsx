"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/overlays/dialog";
import { useMessages } from "@/lib/i18n/client-messages";

/** How a form in a setting's dialog ends. */
export type SettingEndings = { onCancel: () => void; onSaved: () => void };

/** The button that changes a setting of a credential, its dialog, and the word that it is saved. */
export function SettingButton({
  label,
  title,
  savedWords,
  form,
}: {
  label: string;
  /** Of the dialog: of which credential it is. */
  title: string;
  savedWords: string;
  form: (endings: SettingEndings) => ReactNode;
}) {
  const sayCommon = useMessages("common");
  const [isOpen, setOpen] = useState(false);
  const [saved, setSaved] = useState(0);
  return (
    <>
      <Button size="small" aria-label={title} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <span key={saved} role="status" className="text-success-ink empty:hidden">
        {saved > 0 && !isOpen ? savedWords : null}
      </span>
      <Dialog open={isOpen} onClose={() => setOpen(false)} title={title} closeLabel={sayCommon("close")}>
        {form({
          onCancel: () => setOpen(false),
          onSaved() {
            setOpen(false);
            setSaved((count) => count + 1);
          },
        })}
      </Dialog>
    </>
  );
}

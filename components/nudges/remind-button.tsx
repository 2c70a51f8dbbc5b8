"use client";

import BellRing from "lucide-react/icons/bell-ring";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Opening } from "@/components/pending/opening";
import { Button } from "@/components/ui/button";
import type { ButtonVariant } from "@/components/ui/button-look";
import { useMessages } from "@/lib/i18n/client-messages";
import type { RemindDialogProps } from "./remind-dialog";

const load = () => import("./remind-dialog").then((module) => module.RemindDialog);
// Without something in its place, the page would be hidden until it is there, and the button lose the focus.
const RemindDialog = dynamic(load, { loading: Opening });

/**
 * Opens the ready message for one merchant. Where it is not their turn any more the button goes, and the dialog that is
 * open stays with what was typed. Needs the messages `nudge`, `common` and `errors`.
 */
export function RemindButton({
  isOffered,
  variant,
  ...props
}: Omit<RemindDialogProps, "open" | "onClose"> & { isOffered: boolean; variant: ButtonVariant }) {
  const say = useMessages("nudge");
  const [open, setOpen] = useState(false);
  // Once there, it stays: a dialog that closes gives the focus back.
  const [wasOpened, setOpened] = useState(false);
  const prepare = () => void load().catch(() => undefined);
  return (
    <>
      {isOffered ? (
        <Button
          variant={variant}
          icon={<BellRing aria-hidden="true" />}
          data-key="n"
          aria-keyshortcuts="n"
          onPointerEnter={prepare}
          onFocus={prepare}
          onClick={() => {
            setOpened(true);
            setOpen(true);
          }}
        >
          {say("remind")}
        </Button>
      ) : null}
      {wasOpened && (isOffered || open) ? (
        <RemindDialog {...props} open={open} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}

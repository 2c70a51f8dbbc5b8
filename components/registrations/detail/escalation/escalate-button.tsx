"use client";

import LifeBuoy from "lucide-react/icons/life-buoy";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Opening } from "@/components/pending/opening";
import { Button } from "@/components/ui/button";
import { useMessages } from "@/lib/i18n/client-messages";
import type { LoadEscalation } from "./escalate-dialog";

const EscalateDialog = dynamic(() => import("./escalate-dialog").then((module) => module.EscalateDialog), {
  loading: Opening,
});

/** Opens a ready text for DOKU's support. Needs the messages `escalation`, `nudge`, `common` and `errors`. */
export function EscalateButton({ registrationId, load }: { registrationId: string; load: LoadEscalation }) {
  const say = useMessages("escalation");
  const [open, setOpen] = useState(false);
  const [wasOpened, setOpened] = useState(false);
  return (
    <>
      <Button
        size="small"
        variant="quiet"
        icon={<LifeBuoy aria-hidden="true" />}
        onClick={() => {
          setOpened(true);
          setOpen(true);
        }}
      >
        {say("escalate")}
      </Button>
      {wasOpened ? (
        <EscalateDialog
          open={open}
          onClose={() => setOpen(false)}
          registrationId={registrationId}
          load={load}
        />
      ) : null}
    </>
  );
}

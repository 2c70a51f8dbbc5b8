"use client";

import { useState } from "react";
import { AssignDialog, type AssignOne } from "@/components/bulk/assign-dialog";
import type { BulkActions } from "@/components/bulk/bulk-actions";
import { Button } from "@/components/ui/button";
import { useMessages } from "@/lib/i18n/client-messages";

export type AssignHandlers = { assign: AssignOne; people: BulkActions["people"] };

/** The button beside the owner that gives the registration to somebody else. */
export function AssignOwner({
  registrationId,
  name,
  assign,
  people,
}: AssignHandlers & { registrationId: string; name: string }) {
  const say = useMessages("detail");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="secondary" size="small" onClick={() => setOpen(true)}>
        {say("assign")}
      </Button>
      <AssignDialog
        open={open}
        onClose={() => setOpen(false)}
        registrationId={registrationId}
        name={name}
        assign={assign}
        people={people}
      />
    </>
  );
}

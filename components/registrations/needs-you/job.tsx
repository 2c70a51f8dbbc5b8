"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { BulkActions } from "@/components/bulk/bulk-actions";
import { Opening } from "@/components/pending/opening";
import { Button } from "@/components/ui/button";

const BulkDialog = dynamic(
  () => import("@/components/bulk/bulk-dialog").then((module) => module.BulkDialog),
  { loading: Opening },
);

/** Opens the estimate of a bulk action on everything that matches; nothing happens before it was confirmed. */
export function NeedsYouJob({
  kind,
  label,
  query,
  actions,
}: {
  kind: "retry" | "check";
  label: string;
  query: string;
  actions: BulkActions;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {label}
      </Button>
      {isOpen ? (
        <BulkDialog
          kind={kind}
          selection={{ kind: "filter", query }}
          actions={actions}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

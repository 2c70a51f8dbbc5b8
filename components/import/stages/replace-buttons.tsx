"use client";

import Link from "next/link";
import { type ReactNode, useState, useTransition } from "react";
import type { ImportActions } from "@/components/import/import-actions";
import { useRefresh } from "@/components/pending/use-refresh";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { useMessages } from "@/lib/i18n/client-messages";

/** The question about an earlier upload, with its two answers. */
export function ReplaceButtons({
  importId,
  replacedId,
  name,
  title,
  replace,
  children,
}: {
  importId: string;
  replacedId: string;
  name: string;
  title: string;
  replace: ImportActions["replace"];
  children: ReactNode;
}) {
  const say = useMessages("imports");
  const refresh = useRefresh();
  const [isKept, setKept] = useState(false);
  const [failure, setFailure] = useState<ActionFailure>();
  const [pending, startTransition] = useTransition();
  if (isKept) return null;

  function press() {
    if (pending) return;
    startTransition(async () => {
      setFailure((await replace({ importId, replacedId }).catch(unreachable)) ?? undefined);
      await refresh();
    });
  }

  return (
    <Notice
      tone="info"
      title={title}
      actions={
        <>
          <Button size="small" variant="primary" pending={pending} onClick={press}>
            {say("replace.submit")}
          </Button>
          <Button size="small" disabled={pending} onClick={() => setKept(true)}>
            {say("replace.keep")}
          </Button>
        </>
      }
    >
      {failure ? <FailureNotice failure={failure} /> : null}
      {children}{" "}
      <Link href={`/imports/${replacedId}`} className="underline decoration-line-strong underline-offset-2">
        {say("replace.open", { name })}
      </Link>
    </Notice>
  );
}

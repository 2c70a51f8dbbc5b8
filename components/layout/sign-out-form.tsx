"use client";

import type { ReactNode } from "react";
import { noteSignedOut } from "@/components/ui/tab-memory";

/** A form whose button signs out: what the tabs of this browser kept of a person's typing goes with them. `action` is an address or a server action. */
export function SignOutForm({
  action,
  className,
  children,
}: {
  action: string | ((form: FormData) => void | Promise<void>);
  className?: string;
  children: ReactNode;
}) {
  return (
    <form
      action={action}
      method={typeof action === "string" ? "post" : undefined}
      onSubmit={() => noteSignedOut()}
      className={className}
    >
      {children}
    </form>
  );
}

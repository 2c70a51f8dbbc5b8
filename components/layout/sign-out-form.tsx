"use client";

import type { ReactNode } from "react";
import { noteSignedOut } from "@/components/ui/tab-memory";

/** A form whose button signs out: what the tabs of this browser kept of a person's typing goes with them. `action` is a server action. */
export function SignOutForm({
  action,
  className,
  children,
}: {
  action: (form: FormData) => void | Promise<void>;
  className?: string;
  children: ReactNode;
}) {
  return (
    <form action={action} onSubmit={() => noteSignedOut()} className={className}>
      {children}
    </form>
  );
}

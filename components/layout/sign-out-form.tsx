"use client";

import type { ReactNode } from "react";
import { clearTab } from "@/components/ui/tab-memory";

/** A form whose button signs out: what this tab kept of a person's typing goes with them. `action` is a server action. */
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
    <form action={action} onSubmit={() => clearTab()} className={className}>
      {children}
    </form>
  );
}

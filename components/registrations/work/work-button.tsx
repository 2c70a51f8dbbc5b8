"use client";

import type { Route } from "next";
import type { ReactNode } from "react";
import { useGo } from "@/components/pending/use-go";
import { Button } from "@/components/ui/button";

/** Leads to the line of a group of *Needs you*; `query` is the list's query string. */
export function WorkButton({
  query,
  describedBy,
  children,
}: {
  query: string;
  /** The id of what says which group it is. */
  describedBy: string;
  children: ReactNode;
}) {
  const go = useGo();
  return (
    <Button
      size="small"
      aria-describedby={describedBy}
      onClick={(event) => go(`/registrations/work?${query}` as Route, { pressed: event.currentTarget })}
    >
      {children}
    </Button>
  );
}

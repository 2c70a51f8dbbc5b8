"use client";

import type { Route } from "next";
import { useGo } from "@/components/pending/use-go";
import { Button } from "@/components/ui/button";
import type { ButtonSize } from "@/components/ui/button-look";

/** Leads to the line of what is refused under a filter; `query` is the list's query string. */
export function FixButton({
  query,
  size = "small",
  children,
}: {
  query: string;
  size?: ButtonSize;
  children: string;
}) {
  const go = useGo();
  return (
    <Button
      size={size}
      onClick={(event) =>
        go(`/registrations/fix${query ? `?${query}` : ""}` as Route, { pressed: event.currentTarget })
      }
    >
      {children}
    </Button>
  );
}

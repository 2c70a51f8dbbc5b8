"use client";

import { useRouter } from "next/navigation";
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
  const router = useRouter();
  return (
    <Button
      variant="primary"
      size={size}
      onClick={() => router.push(`/registrations/fix${query ? `?${query}` : ""}`)}
    >
      {children}
    </Button>
  );
}

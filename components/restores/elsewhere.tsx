"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** Shows what leads to a page on every page but that one. */
export function Elsewhere({ than, children }: { than: string; children: ReactNode }) {
  return usePathname() === than ? null : children;
}

"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { leadsElsewhere, showPending } from "./pending";

type Going = { replaces?: boolean; scroll?: boolean; pressed?: Element | null };

/** The way to another page where no link leads there; it shows at once that the press was felt. */
export function useGo() {
  const router = useRouter();
  return useCallback(
    <T extends string>(href: Route<T>, { replaces = false, scroll = true, pressed = null }: Going = {}) => {
      if (leadsElsewhere(href)) showPending(pressed);
      router[replaces ? "replace" : "push"](href, { scroll });
    },
    [router],
  );
}

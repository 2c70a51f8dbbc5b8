"use client";

import { useMemo } from "react";
import { useGo } from "@/components/pending/use-go";
import { type ListFilter, readListFilter } from "@/lib/registrations/list/filter";
import { listAddress } from "./address";

/** The list's state in the browser, read from its query string, and the way to another one. */
export function useListFilter(query: string, isExplicit: boolean) {
  const go = useGo();
  const filter = useMemo(() => readListFilter(new URLSearchParams(query)).filter, [query]);
  return {
    filter,
    /** Shows the first page of the list with this changed; what is chosen step by step `replaces` the step before. */
    show(change: Partial<ListFilter>, { replaces = false } = {}) {
      go(listAddress({ ...filter, ...change, cursor: null }, { isExplicit }), { replaces, scroll: false });
    },
  };
}

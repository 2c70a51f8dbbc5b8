"use client";

import { useLayoutEffect } from "react";
import { endPending, showPending } from "./pending";

/** Stands in for a panel whose code is on the way: the press that opens it is felt at once. */
export function Opening() {
  useLayoutEffect(() => {
    showPending(null, "panel");
    return endPending;
  }, []);
  return null;
}

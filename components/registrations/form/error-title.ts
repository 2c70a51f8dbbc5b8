"use client";

import { useEffect } from "react";
import { useMessages } from "@/lib/i18n/client-messages";

/** Says in the page's title that something is wrong with what is typed, as long as it is. Needs the area `common`. */
export function useErrorTitle(hasErrors: boolean): void {
  const say = useMessages("common");
  const mark = say("errorTitle", { title: "" });
  useEffect(() => {
    if (!hasErrors) return;
    const before = document.title;
    const marked = mark + before;
    document.title = marked;
    return () => {
      if (document.title === marked) document.title = before;
    };
  }, [hasErrors, mark]);
}

"use client";

import { useMessages } from "@/lib/i18n/client-messages";
import type { Problem } from "@/lib/registrations/input/problem";

/** Says a problem in the language of the page. Needs the area `problems`. */
export function useProblemSentence(): (problem: Problem) => string {
  const say = useMessages("problems");
  return ({ field, code, params }) => say(code, { field, ...params });
}

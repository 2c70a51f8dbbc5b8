"use client";

import Link from "next/link";
import { useMessages } from "@/lib/i18n/client-messages";
import { formatDay, type TimeStyle } from "@/lib/i18n/format";
import type { DuplicateMatch } from "@/lib/registrations/registration-view";
import { useProblemSentence } from "./problem-sentence";

/** Why the partner reference cannot be used, and who has it. */
export type ReferenceUsed = { holder: DuplicateMatch; sentence: string };

/** Who holds the partner reference, as a sentence. */
export function useReferenceUsed(holder: DuplicateMatch | null, timeStyle: TimeStyle): ReferenceUsed | null {
  const problemSentence = useProblemSentence();
  if (!holder) return null;
  const params = {
    date: formatDay(new Date(holder.createdAt), new Date(), timeStyle),
    person: holder.createdByName,
    businessName: holder.businessName || holder.partnerReference,
  };
  return {
    holder,
    sentence: problemSentence({ field: "partnerReference", code: "partner_reference_used", params }),
  };
}

export function ReferenceUsedError({ holder, sentence }: ReferenceUsed) {
  const say = useMessages("form");
  return (
    <>
      {sentence}.{" "}
      <Link href={`/registrations/${holder.id}`} className="font-medium underline underline-offset-2">
        {say("openReferenceHolder", { name: holder.businessName || holder.partnerReference })}
      </Link>
    </>
  );
}

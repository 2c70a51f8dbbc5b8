import { createHash } from "node:crypto";
import type { AttemptEnding } from "@/lib/doku/outcome";
import type { RegistrationStatus } from "@/lib/registrations/status";

/** What is known of the ending that left a registration as it is; null where its process died. */
export type CauseFacts = Pick<AttemptEnding, "reason" | "message" | "problemField">;

const HASH_LENGTH = 8;

/**
 * Why a registration needs a person, as a code that is equal for equal cases and holds nothing of what the
 * merchant typed: `refused.<field>.<hash of DOKU's words>`, `unsure.<reason>` or `not_sent.<reason>`. Null for a
 * status that needs nobody. A person's own decision that it was not sent is `not_sent.by_person`.
 */
export function causeOf(status: RegistrationStatus, ending: CauseFacts | null): string | null {
  switch (status) {
    case "NEEDS_FIX":
      return `refused.${ending?.problemField ?? "other"}.${fingerprint(ending?.message ?? "")}`;
    case "UNCONFIRMED":
      return `unsure.${ending?.reason ?? "process_stopped"}`;
    case "FAILED":
      return `not_sent.${ending?.reason ?? "by_person"}`;
    case "DRAFT":
    case "QUEUED":
    case "INVITED":
      return null;
  }
}

/** Of the words alone: what is quoted, holds a digit or looks like an address differs from merchant to merchant. */
function fingerprint(words: string): string {
  const common = words
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(["'`“”‘’])[^"'`“”‘’]*["'`“”‘’]/g, " ")
    .replace(/\S*[@\d]\S*/g, " ")
    .replace(/[^\p{L}]+/gu, " ")
    .trim();
  return createHash("sha256").update(common).digest("hex").slice(0, HASH_LENGTH);
}

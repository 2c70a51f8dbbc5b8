import type { Outcome } from "@/lib/doku/reason";
import { type CauseFacts, causeOf } from "@/lib/registrations/cause";

/**
 * The cause under which an attempt's ending is explained: that of the registration it would leave behind
 * (`causeOf`), or `credential_refused.<reason>`. Null where there is nothing to explain. `ending` is null where the
 * process died.
 */
export function attemptCause(outcome: Outcome | null, ending: CauseFacts | null): string | null {
  switch (outcome) {
    case "refused":
      return causeOf("NEEDS_FIX", ending);
    case "unknown":
      return causeOf("UNCONFIRMED", ending);
    case "not_sent":
      return causeOf("FAILED", ending);
    case "credential_refused":
      return ending && `credential_refused.${ending.reason}`;
    case "accepted":
    case "rate_limited":
    case null:
      return null;
  }
}

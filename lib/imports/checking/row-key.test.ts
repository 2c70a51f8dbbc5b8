import fc from "fast-check";
import { expect, test } from "vitest";
import { derivedUuid } from "@/lib/registrations/intake/derived-id";
import { contentKey } from "./row-key";

const text = fc.string({ unit: fc.constantFrom(..."aZ \"\\,[]'\t\n\u007Fé😀"), maxLength: 6 });

// Registrations bear these keys for ever: a file of last year has to find its own again.
test("who a row is comes of its words as JSON, whatever signs are in them", () => {
  const parts = fc.tuple(text, text, text, text, text, text, text, text);
  fc.assert(
    fc.property(
      parts,
      ([environment, name, representativeName, one, other, phone, referralCode, reference]) => {
        const emails = { representativeEmail: one, invitedUserEmail: other };
        const content = { environment, name, representativeName, ...emails, phone, referralCode, reference };
        const said = [environment, name, representativeName, one, other, phone, referralCode, reference];
        expect(contentKey(content)).toBe(derivedUuid(JSON.stringify(said)));
      },
    ),
    { numRuns: 2_000, verbose: 1 },
  );
});

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { digestOf, isSignedWith, type SignedParts, signatureOf } from "./call-signature";

const vectorSchema = z.object({
  name: z.string(),
  client_id: z.string(),
  request_id: z.string(),
  timestamp_header: z.enum(["Request-Timestamp", "Response-Timestamp"]),
  timestamp: z.string(),
  request_target: z.string(),
  method: z.enum(["GET", "POST"]),
  secret: z.string(),
  body_base64: z.string().nullable(),
  digest: z.string().nullable(),
  signature: z.string(),
  expect: z.enum(["valid", "variant-unknown", "must-be-rejected"]),
});

type Vector = z.infer<typeof vectorSchema>;

const file = readFileSync(new URL("../../doku/vectors.json", import.meta.url), "utf8");
const vectors = z.object({ vectors: z.array(vectorSchema) }).parse(JSON.parse(file)).vectors;

function partsOf(vector: Vector): SignedParts {
  const body = vector.body_base64 === null ? null : Buffer.from(vector.body_base64, "base64");
  return {
    clientId: vector.client_id,
    requestId: vector.request_id,
    timestampHeader: vector.timestamp_header,
    timestamp: vector.timestamp,
    target: vector.request_target,
    digest: body === null ? null : digestOf(body),
  };
}

describe("the stand-in's reading of the signature rules", () => {
  it("is tried on all twelve vectors", () => {
    expect(vectors).toHaveLength(12);
  });

  it.each(vectors)("agrees with $name ($expect)", (vector) => {
    const parts = partsOf(vector);
    const isRejected = vector.expect === "must-be-rejected";
    expect(isSignedWith(vector.secret, parts, vector.signature)).toBe(!isRejected);
    expect(signatureOf(vector.secret, parts) === vector.signature).toBe(!isRejected);
  });

  it.each(vectors.filter(({ digest, expect }) => digest !== null && expect === "valid"))(
    "computes the digest of $name over its bytes",
    (vector) => {
      expect(partsOf(vector).digest).toBe(vector.digest);
    },
  );

  it("refuses a signature with any one character changed, added or taken away", () => {
    const change = fc.record({
      vector: fc.constantFrom(...vectors.filter((vector) => vector.expect === "valid")),
      at: fc.nat(60),
      text: fc.oneof(
        fc.constant(""),
        fc.string({ minLength: 1, maxLength: 2 }),
        fc.constantFrom("=", " ", "\n", "-", "_"),
      ),
      isInsertion: fc.boolean(),
    });
    fc.assert(
      fc.property(change, ({ vector, at, text, isInsertion }) => {
        const { signature } = vector;
        const place = at % signature.length;
        const changed = signature.slice(0, place) + text + signature.slice(isInsertion ? place : place + 1);
        fc.pre(changed !== signature);
        expect(isSignedWith(vector.secret, partsOf(vector), changed)).toBe(false);
      }),
    );
  });

  it("refuses a right signature for parts that differ in one character", () => {
    const change = fc.record({
      vector: fc.constantFrom(...vectors.filter((vector) => vector.expect === "valid")),
      part: fc.constantFrom(
        "clientId" as const,
        "requestId" as const,
        "timestamp" as const,
        "target" as const,
      ),
      text: fc.string({ minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(change, ({ vector, part, text }) => {
        const parts = partsOf(vector);
        const changed = { ...parts, [part]: parts[part] + text };
        expect(isSignedWith(vector.secret, changed, vector.signature)).toBe(false);
      }),
    );
  });

  it.each(["", "HMACSHA256=", "HMACSHA1=aVr2", "aVr2z/X9rYJdAvZFYBHDKEKCQ7rtTlw12GwrzoProPw="])(
    "refuses %j without throwing",
    (signature) => {
      const parts = { ...partsOf(vectors[0] ?? expect.unreachable()) };
      expect(isSignedWith("secret", parts, signature)).toBe(false);
    },
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import {
  digestOf,
  formatTimestamp,
  keyVersionOf,
  type SignedMessage,
  sign,
  stringToSign,
  verify,
} from "./signature";
import file from "./vectors.json" with { type: "json" };

const vectorFile = z.object({
  vectors: z.array(
    z.object({
      name: z.string(),
      method: z.enum(["GET", "POST"]),
      client_id: z.string(),
      request_id: z.string(),
      timestamp_header: z.enum(["Request-Timestamp", "Response-Timestamp"]),
      timestamp: z.string(),
      request_target: z.string(),
      secret: z.string(),
      body: z.string().nullable(),
      body_base64: z.string().nullable(),
      digest: z.string().nullable(),
      string_to_sign: z.string(),
      signature: z.string(),
      expect: z.enum(["valid", "variant-unknown", "must-be-rejected"]),
    }),
  ),
});

type Vector = z.infer<typeof vectorFile>["vectors"][number];

const vectors = vectorFile.parse(file).vectors;
const computable = vectors.filter((vector) => vector.expect !== "must-be-rejected");

function messageOf(vector: Vector): SignedMessage {
  return {
    clientId: vector.client_id,
    requestId: vector.request_id,
    timestampHeader: vector.timestamp_header,
    timestamp: vector.timestamp,
    target: vector.request_target,
    body: vector.method === "GET" ? null : vector.body,
  };
}

describe("known answers of a second implementation", () => {
  it("covers all twelve", () => {
    expect(vectors).toHaveLength(12);
  });

  it.each(computable)("$name is computed as expected", (vector) => {
    const message = messageOf(vector);
    const { secret: secretKey, signature } = vector;
    if (vector.body !== null) expect(digestOf(vector.body)).toBe(vector.digest);
    expect(stringToSign(message)).toBe(vector.string_to_sign);
    expect(sign({ message, secretKey })).toBe(signature);
    expect(verify({ message, secretKey, signature })).toBe(true);
  });

  it.each(computable.filter((vector) => vector.body_base64 !== null))(
    "$name signs bytes as it signs text",
    (vector) => {
      const body = Buffer.from(vector.body_base64 ?? "", "base64");
      expect(digestOf(body)).toBe(vector.digest);
      expect(sign({ message: { ...messageOf(vector), body }, secretKey: vector.secret })).toBe(
        vector.signature,
      );
    },
  );

  it.each(vectors.filter((vector) => vector.expect === "must-be-rejected"))("$name is rejected", (vector) => {
    const message = messageOf(vector);
    expect(stringToSign(message)).not.toBe(vector.string_to_sign);
    expect(verify({ message, secretKey: vector.secret, signature: vector.signature })).toBe(false);
  });

  it("leaves open whether a query belongs to the target of a GET: the two spellings do not pass for each other", () => {
    const [variant] = vectors.filter((vector) => vector.expect === "variant-unknown");
    if (variant === undefined) throw new Error("The vectors lack the variant");
    const message = { ...messageOf(variant), target: variant.request_target.replace(/\?.*/, "") };
    expect(verify({ message, secretKey: variant.secret, signature: variant.signature })).toBe(false);
  });
});

/** One change to a text, never the identity. */
const textChange = fc
  .record({
    at: fc.nat(),
    kind: fc.constantFrom("replace", "insert", "delete", "cut"),
    char: fc.string({ minLength: 1, maxLength: 1 }),
  })
  .map(({ at, kind, char }) => (text: string) => {
    const index = text.length === 0 ? 0 : at % text.length;
    const tail = {
      replace: char + text.slice(index + 1),
      insert: char + text.slice(index),
      delete: text.slice(index + 1),
      cut: "",
    };
    return text.slice(0, index) + tail[kind as keyof typeof tail];
  });

const anyVector = fc.constantFrom(...computable);

describe("a changed message", () => {
  const fields = ["clientId", "requestId", "timestamp", "target", "secretKey"] as const;

  it("never verifies with one field changed", () => {
    fc.assert(
      fc.property(anyVector, fc.constantFrom(...fields), textChange, (vector, field, change) => {
        const before = { ...messageOf(vector), secretKey: vector.secret };
        const after = { ...before, [field]: change(before[field]) };
        fc.pre(after[field] !== before[field]);
        const { secretKey, ...message } = after;
        expect(verify({ message, secretKey, signature: vector.signature })).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it("never verifies with one bit of the body changed", () => {
    fc.assert(
      fc.property(anyVector, fc.nat(), fc.integer({ min: 0, max: 7 }), (vector, at, bit) => {
        fc.pre(vector.body !== null);
        const body = Buffer.from(vector.body ?? "");
        const index = at % body.length;
        body.writeUInt8(body.readUInt8(index) ^ (1 << bit), index);
        const message = { ...messageOf(vector), body };
        expect(verify({ message, secretKey: vector.secret, signature: vector.signature })).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(computable)(
    "$name does not verify under the other time stamp's label, or with a Digest line more or less",
    (vector) => {
      const message = messageOf(vector);
      const { secret: secretKey, signature } = vector;
      const timestampHeader =
        message.timestampHeader === "Request-Timestamp" ? "Response-Timestamp" : "Request-Timestamp";
      const body = message.body === null ? "" : null;
      expect(verify({ message: { ...message, timestampHeader }, secretKey, signature })).toBe(false);
      expect(verify({ message: { ...message, body }, secretKey, signature })).toBe(false);
    },
  );

  it("cannot smuggle a line in: a Digest inside the target is not a Digest line", () => {
    const [post] = computable.filter((vector) => vector.body !== null);
    if (post === undefined) throw new Error("The vectors lack a POST");
    const message = {
      ...messageOf(post),
      body: null,
      target: `${post.request_target}\nDigest:${post.digest}`,
    };
    expect(() => stringToSign(message)).toThrow(RangeError);
    expect(verify({ message, secretKey: post.secret, signature: post.signature })).toBe(false);
  });
});

describe("a changed signature", () => {
  it("never verifies", () => {
    fc.assert(
      fc.property(anyVector, textChange, (vector, change) => {
        const signature = change(vector.signature);
        fc.pre(signature !== vector.signature);
        expect(verify({ message: messageOf(vector), secretKey: vector.secret, signature })).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  // Node's base64 decoder takes every one of these for the same bytes.
  const lax: [string, (encoded: string) => string][] = [
    ["the URL alphabet", (encoded) => encoded.replaceAll("+", "-").replaceAll("/", "_")],
    ["no padding", (encoded) => encoded.replace("=", "")],
    ["more padding", (encoded) => `${encoded}=`],
    ["a space in the middle", (encoded) => `${encoded.slice(0, 9)} ${encoded.slice(9)}`],
    ["a line break at the end", (encoded) => `${encoded}\n`],
    ["stray unused bits", (encoded) => `${encoded.slice(0, 42)}${successorOf(encoded.charAt(42))}=`],
    ["characters after the padding", (encoded) => `${encoded}AAAA`],
    ["hex instead", (encoded) => Buffer.from(encoded, "base64").toString("hex")],
  ];

  function successorOf(char: string): string {
    return String.fromCharCode(char.charCodeAt(0) + 1);
  }

  it.each(lax)("is refused in a lax spelling: %s", (_name, respell) => {
    let changed = 0;
    for (const vector of computable) {
      const encoded = vector.signature.slice("HMACSHA256=".length);
      const respelled = respell(encoded);
      if (respelled === encoded) continue;
      changed += 1;
      const signature = `HMACSHA256=${respelled}`;
      expect(verify({ message: messageOf(vector), secretKey: vector.secret, signature })).toBe(false);
    }
    expect(changed).toBeGreaterThan(0);
  });

  it.each(["", "HMACSHA256=", "hmacsha256=", "HMACSHA512="])(
    "is refused with the prefix %j alone or in place",
    (prefix) => {
      for (const vector of computable) {
        const encoded = vector.signature.slice("HMACSHA256=".length);
        for (const signature of prefix === "HMACSHA256=" ? [prefix] : [prefix, prefix + encoded]) {
          expect(verify({ message: messageOf(vector), secretKey: vector.secret, signature })).toBe(false);
        }
      }
    },
  );
});

describe("small parts", () => {
  it("a time stamp is UTC without milliseconds", () => {
    expect(formatTimestamp(new Date("2020-09-22T08:51:00.987+07:00"))).toBe("2020-09-22T01:51:00Z");
  });

  it("a key version is the beginning of the secret's hash", () => {
    expect(keyVersionOf("")).toBe("e3b0c442");
    expect(keyVersionOf("test-secret")).toMatch(/^[0-9a-f]{8}$/);
  });
});

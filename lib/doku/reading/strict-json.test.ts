import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseStrictJson } from "./strict-json";

describe("strict JSON", () => {
  it.each([
    '{"a":1,"b":{"a":1}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":"a"}',
    '{"a":":","b":"\\"a\\":"}',
    '"a"',
    "7",
    "null",
    "{}",
  ])("takes %s", (text) => {
    expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a":{"b":1,"c":[{"x":0}],"b":2}}',
    '[1,{"a":[],"a":[]}]',
    '{"id":1,"\\u0069d":2}',
    '{"a" : 1 , "a"\n:2}',
    '{"":1,"":2}',
    '{"__proto__":1,"__proto__":2}',
  ])("refuses the repeated key in %s", (text) => {
    expect(parseStrictJson(text)).toEqual({ ok: false, problem: "repeated_key", value: JSON.parse(text) });
  });

  it.each(["", "{", '{"a":1', "{'a':1}", '{"a":1}}', "<html>", "NaN", '"\\', '"'.repeat(1_001)])(
    "refuses %s",
    (text) => {
      expect(parseStrictJson(text)).toEqual({ ok: false, problem: "not_json", value: null });
    },
  );

  it.each([
    ["lists", "[".repeat(100_000) + "]".repeat(100_000)],
    ["objects", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
    ["33 levels", "[".repeat(33) + "]".repeat(33)],
  ])("refuses deep nesting without overflowing the stack: %s", (_name, text) => {
    expect(parseStrictJson(text)).toEqual({ ok: false, problem: "too_deep", value: null });
  });

  it("keeps an own __proto__ key away from the prototype", () => {
    const parsed = parseStrictJson('{"__proto__":{"polluted":true}}');
    expect(parsed.ok).toBe(true);
    expect(Object.getPrototypeOf(parsed.value)).toBe(Object.prototype);
    expect({}).not.toHaveProperty("polluted");
  });

  it("agrees with JSON.parse on everything JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.boolean(), (text, isIndented) => {
        const spelled = isIndented ? JSON.stringify(JSON.parse(text), null, 2) : text;
        expect(parseStrictJson(spelled)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  it("finds a key repeated anywhere in any object", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.json({ maxDepth: 3 }), { minKeys: 1, noNullPrototype: true }),
        fc.nat(),
        (members, at) => {
          const pairs = Object.entries(members).map(([key, value]) => `${JSON.stringify(key)}:${value}`);
          const again = pairs[at % pairs.length] ?? "";
          expect(parseStrictJson(`[{${[...pairs, again].join(",")}}]`)).toMatchObject({
            problem: "repeated_key",
          });
        },
      ),
    );
  });
});

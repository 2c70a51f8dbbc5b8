import { describe, expect, it } from "vitest";
import { readTyped } from "@/lib/field-problem";
import { lookSchema } from "./look-input";

const read = (path: string) =>
  readTyped(lookSchema, { path, sendsQuery: false, signsQuery: true, isWrapped: false }, [
    "notAPath",
    "withoutBrand",
  ]);

describe("the address at which DOKU is asked for a business", () => {
  it.each([
    ["", null],
    ["   ", null],
    ["/adv-core-api/partner/v1.0/business/{brand_id}", "/adv-core-api/partner/v1.0/business/{brand_id}"],
    [" /v2/{brand_id}/data ", "/v2/{brand_id}/data"],
    ["/{brand_id}", "/{brand_id}"],
    ["/a%20b/{brand_id}", "/a%20b/{brand_id}"],
  ])("is taken: %j", (typed, path) => {
    expect(read(typed)).toEqual({
      kind: "ok",
      value: { path, sendsQuery: false, signsQuery: true, isWrapped: false },
    });
  });

  it.each([
    ["business/{brand_id}", "notAPath"],
    ["https://api.doku.com/{brand_id}", "notAPath"],
    ["/b/{brand_id}?x=1", "notAPath"],
    ["/b/{brand_id}#x", "notAPath"],
    ["/b", "withoutBrand"],
    ["/b/{brandId}", "withoutBrand"],
    ["/b/{brand_id}/{brand_id}", "withoutBrand"],
    ["/b/../{brand_id}", "withoutBrand"],
    ["//evil.example/{brand_id}", "withoutBrand"],
    ["/b c/{brand_id}", "withoutBrand"],
    ["/b\n/{brand_id}", "withoutBrand"],
    ["/é/{brand_id}", "withoutBrand"],
    [`/${"b".repeat(190)}{brand_id}`, "withoutBrand"],
  ])("is not taken: %j", (typed, code) => {
    expect(read(typed)).toEqual({ kind: "problems", problems: { path: code } });
  });
});

import type { Resolver } from "react-hook-form";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { issueOf, saying } from "@/lib/field-problem";
import { readProblem } from "./problem-text";
import { type LoadSchema, resolveBy } from "./rules-resolver";

type Typed = { name: string; count: string };

const schema = z.object({
  name: z.string().check(
    z.trim(),
    z.refine((name) => name !== "", saying("missing")),
  ),
  count: z.pipe(
    z.string(),
    z.transform((text: string, context) => {
      if (Number(text) <= 3) return Number(text);
      context.issues.push(issueOf(text, { code: "too_many", params: { max: 3 } }));
      return z.NEVER;
    }),
  ),
});

async function resolve(typed: Typed, load: LoadSchema<Typed> = async () => schema) {
  const options: Parameters<Resolver<Typed>>[2] = { fields: {}, shouldUseNativeValidation: false };
  return resolveBy(load)(typed, undefined, options);
}

describe("the rules of a form", () => {
  test("hand on what was typed, for the server to read it by itself", async () => {
    expect(await resolve({ name: " Rina ", count: "2" })).toEqual({
      values: { name: " Rina ", count: "2" },
      errors: {},
    });
  });

  test("say of each field what is wrong, with the arguments of the words", async () => {
    const { errors } = await resolve({ name: " ", count: "4" });
    expect(readProblem(errors.name?.message ?? "")).toEqual({ code: "missing" });
    expect(readProblem(errors.count?.message ?? "")).toEqual({ code: "too_many", params: { max: 3 } });
  });

  test("do not hide what no words were made for", async () => {
    const typed: Typed = JSON.parse('{"name":7,"count":"1"}');
    const { errors } = await resolve(typed);
    expect(readProblem(errors.name?.message ?? "")).toEqual({ code: "bad_input" });
  });

  test("stop nobody where they cannot be fetched, for the server checks again", async () => {
    const typed = { name: "", count: "9" };
    expect(await resolve(typed, () => Promise.reject(new Error("offline")))).toEqual({
      values: typed,
      errors: {},
    });
  });
});

import * as z from "zod/mini";
import { issueOf } from "@/lib/field-problem";

const MAX_LENGTH = 200;
/** Characters that a path may have, and the place of the brand once. */
const LOOK_PATH = /^\/[\w\-./~%:@!$&'()*+,;=]*\{brand_id\}[\w\-./~%:@!$&'()*+,;=]*$/;

/** How a business's data is asked for, as typed: an address from the host on with the place of the brand in it, or nothing for the documented one (null). */
export const lookSchema = z.object({
  path: z.pipe(
    z.string(),
    z.transform((text: string, context) => {
      const typed = text.trim();
      if (typed === "") return null;
      const isPath = LOOK_PATH.test(typed) && !typed.split("/").includes("..") && !typed.startsWith("//");
      if (isPath && typed.length <= MAX_LENGTH) return typed;
      const code = typed.startsWith("/") && !/[?#]/.test(typed) ? "withoutBrand" : "notAPath";
      context.issues.push(issueOf(text, { code }));
      return z.NEVER;
    }),
  ),
  sendsQuery: z.boolean(),
  signsQuery: z.boolean(),
  isWrapped: z.boolean(),
});

import * as z from "zod/mini";
import { saying } from "@/lib/field-problem";

/** DOKU may change the form of its ids, so only what can be no id at all is sent back. */
const ID_FORM = /^[A-Za-z0-9][A-Za-z0-9._-]{2,127}$/;

/** The ids that a person found in DOKU Dashboard; there may be no brand yet. Its codes are words under `detail.foundDialog`. */
export const foundSchema = z.object({
  businessId: z.string().check(
    z.trim(),
    z.refine((id) => ID_FORM.test(id), saying("businessIdMissing")),
  ),
  brandId: z.string().check(
    z.trim(),
    z.refine((id) => id === "" || ID_FORM.test(id), saying("brandIdFormat")),
  ),
});
export type FoundIds = z.output<typeof foundSchema>;

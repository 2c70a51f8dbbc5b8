import * as z from "zod/mini";
import { saying } from "@/lib/field-problem";
import { cleanLine } from "@/lib/text/characters";

const VIEW_NAME_MAX_LENGTH = 80;

/** The name of a view as it is kept. */
export const viewNameSchema = z.string().check(
  z.overwrite(cleanLine),
  z.refine((name) => name !== "", saying("nameMissing")),
  z.refine((name) => name.length <= VIEW_NAME_MAX_LENGTH, saying("nameTooLong")),
);

/** A view that is kept under a new name. */
export const viewSchema = z.object({ name: viewNameSchema, isShared: z.boolean() });

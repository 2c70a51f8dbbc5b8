import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder these scripts belong to: a checkout, or a release that was made of one. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

import { hash } from "node:crypto";
import type { ImportRowView } from "@/lib/imports/import-view";

const PRINT_LENGTH = 16;

/** What tells a row as somebody saw it from what it says now: its cells, and what is to be accepted of them. */
export function rowPrint({ cells, warnings }: Pick<ImportRowView, "cells" | "warnings">): string {
  return hash("sha256", JSON.stringify([cells, warnings]), "base64url").slice(0, PRINT_LENGTH);
}

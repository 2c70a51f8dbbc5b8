import { notFound } from "next/navigation";
import { cache } from "react";
import type { UserActor } from "@/lib/authority/actor";
import { AppError } from "@/lib/errors";
import type { ImportView } from "@/lib/imports/import-view";
import { getImport } from "@/lib/imports/queries";

/** The batch of this request, read once for its page and its title; the page for what does not exist otherwise. */
export const findImport = cache(async (actor: UserActor, id: string): Promise<ImportView> => {
  try {
    return await getImport(actor, id);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
});

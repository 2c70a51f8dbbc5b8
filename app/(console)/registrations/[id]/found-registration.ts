import { notFound } from "next/navigation";
import { cache } from "react";
import type { UserActor } from "@/lib/authority/actor";
import { AppError } from "@/lib/errors";
import { getRegistration } from "@/lib/registrations/queries";
import type { RegistrationView } from "@/lib/registrations/registration-view";

/** The registration of the address, read once for the title and the page; an address of none is "not found". */
export const findRegistration = cache(async (actor: UserActor, id: string): Promise<RegistrationView> => {
  try {
    return await getRegistration(actor, id);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
});

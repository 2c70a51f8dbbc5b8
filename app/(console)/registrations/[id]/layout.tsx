import { notFound } from "next/navigation";
import { requirePermission } from "@/lib/auth/session";
import { isRegistration } from "@/lib/registrations/queries";

/**
 * Stands above the skeleton of the page: once that is on its way the status is 200, so whether there is
 * such a registration at all is asked before. The page still looks for itself.
 */
export default async function RegistrationLayout({ children, params }: LayoutProps<"/registrations/[id]">) {
  const actor = await requirePermission("registrations.read");
  if (!(await isRegistration(actor, (await params).id))) notFound();
  return children;
}

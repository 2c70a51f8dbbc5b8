import { notFound } from "next/navigation";
import { requirePermission } from "@/lib/auth/session";
import { isImport } from "@/lib/imports/queries";

/**
 * Stands above the skeleton of the page: once that is on its way the status is 200, so whether there is
 * such a batch at all is asked before. The page still looks for itself.
 */
export default async function ImportLayout({ children, params }: LayoutProps<"/imports/[id]">) {
  const actor = await requirePermission("registrations.read");
  if (!(await isImport(actor, (await params).id))) notFound();
  return children;
}

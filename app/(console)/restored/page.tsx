import type { Metadata } from "next";
import { HeldByRestoreScreen, NothingHeld } from "@/components/restores/held-by-restore";
import { requirePermission } from "@/lib/auth/session";
import { can } from "@/lib/authority/permissions";
import { findOpenRestore, getHeldByRestore } from "@/lib/restores/queries";
import { getTranslator } from "@/lib/server/language";
import { goOn } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("restore");
  return { title: t("title") };
}

export default async function RestoredPage() {
  const actor = await requirePermission("registrations.read");
  const restore = await findOpenRestore(actor);
  if (!restore) return <NothingHeld />;
  return (
    <HeldByRestoreScreen
      restore={restore}
      held={await getHeldByRestore(actor)}
      goOn={can(actor, "registrations.write") ? goOn : null}
    />
  );
}

import type { Metadata } from "next";
import { CredentialList } from "@/components/credentials/credential-list";
import { can } from "@/lib/auth/permissions";
import { requirePermission } from "@/lib/auth/session";
import { listCredentials } from "@/lib/credentials/queries";
import { getTranslator } from "@/lib/i18n/server";
import { resume, saveRateLimit } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("credentials");
  return { title: t("title") };
}

export default async function CredentialsPage() {
  const actor = await requirePermission("credentials.read");
  return (
    <CredentialList
      credentials={await listCredentials(actor)}
      actions={can(actor, "credentials.manage") ? { resume, saveRateLimit } : null}
    />
  );
}

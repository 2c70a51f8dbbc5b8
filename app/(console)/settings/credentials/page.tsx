import type { Metadata } from "next";
import { CredentialList } from "@/components/credentials/credential-list";
import { MovementLine } from "@/components/credentials/movement-line";
import { requirePermission } from "@/lib/auth/session";
import { can } from "@/lib/authority/permissions";
import { listCredentials } from "@/lib/credentials/queries";
import { database } from "@/lib/db";
import { readMovement } from "@/lib/holders/movement";
import { getTranslator } from "@/lib/server/language";
import { resume, saveLook, saveRateLimit, test } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("credentials");
  return { title: t("title") };
}

export default async function CredentialsPage() {
  const actor = await requirePermission("credentials.read");
  const [credentials, movement] = await Promise.all([listCredentials(actor), readMovement(database().pool)]);
  return (
    <>
      <CredentialList
        credentials={credentials}
        actions={can(actor, "credentials.manage") ? { test, resume, saveRateLimit, saveLook } : null}
      />
      <MovementLine {...movement} />
    </>
  );
}

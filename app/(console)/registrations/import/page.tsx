import type { Metadata } from "next";
import { UploadScreen } from "@/components/import/upload/screen";
import { requirePermission } from "@/lib/auth/session";
import { listImports } from "@/lib/imports/queries";
import { getTranslator } from "@/lib/server/language";

const RECENT = 5;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("imports");
  return { title: t("upload.title") };
}

export default async function UploadPage() {
  const actor = await requirePermission("registrations.write");
  const { imports } = await listImports(actor, { before: null });
  return <UploadScreen recent={imports.slice(0, RECENT)} />;
}

import type { Metadata } from "next";
import { ImportList } from "@/components/import/import-list";
import { requirePermission } from "@/lib/auth/session";
import { can } from "@/lib/authority/permissions";
import { listImports } from "@/lib/imports/queries";
import { getTranslator } from "@/lib/server/language";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("imports");
  return { title: t("title") };
}

export default async function ImportsPage({ searchParams }: PageProps<"/imports">) {
  const actor = await requirePermission("registrations.read");
  const { before } = await searchParams;
  const cursor = typeof before === "string" ? before : null;
  const { imports, next } = await listImports(actor, { before: cursor });
  return (
    <ImportList
      imports={imports}
      older={next === null ? null : `/imports?before=${encodeURIComponent(next)}`}
      newest={cursor === null ? null : "/imports"}
      newHref={can(actor, "registrations.write") ? "/registrations/import" : null}
    />
  );
}

import type { Metadata } from "next";
import { ProgressSettings } from "@/components/progress/progress-settings";
import { requirePermission } from "@/lib/auth/session";
import { quietDays } from "@/lib/progress/house-setting";
import { listMeanings } from "@/lib/progress/queries";
import { getTranslator } from "@/lib/server/language";
import { decide, saveQuietDays } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("progressSettings");
  return { title: t("title") };
}

export default async function ProgressSettingsPage() {
  const actor = await requirePermission("progress.manage");
  const [meanings, days] = await Promise.all([listMeanings(actor), quietDays()]);
  return (
    <ProgressSettings meanings={meanings} quietDays={days} decide={decide} saveQuietDays={saveQuietDays} />
  );
}

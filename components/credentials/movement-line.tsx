import { getTranslator } from "@/lib/server/language";

/** Says how many workers move, and how far behind they are. */
export async function MovementLine({
  workers,
  oldestDueSeconds,
}: {
  workers: number;
  oldestDueSeconds: number | null;
}) {
  const t = await getTranslator("credentials");
  const waits =
    oldestDueSeconds === null
      ? t("nothingDue")
      : t("oldestDue", { minutes: Math.floor(oldestDueSeconds / 60) });
  return (
    <p className="mt-4 text-sm text-ink-soft">
      {t("workers", { workers })} · {waits}
    </p>
  );
}

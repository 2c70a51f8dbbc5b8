import type { Metadata } from "next";
import { FixingScreen } from "@/components/registrations/fix/screen";
import { requirePermission } from "@/lib/auth/session";
import { fixingFilter, readFixingQueue } from "@/lib/registrations/list/fixing";
import { getTranslator } from "@/lib/server/language";
import { openList } from "@/lib/views/open-list";
import { start } from "../../jobs/actions";
import { describeFilter } from "../filter-description";
import { loadLineItem, loadStanding, saveLineItem } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("fixing");
  return { title: t("title") };
}

/** One refused registration after the other, of those that the list shows under the same filter. */
export default async function FixingPage({ searchParams }: PageProps<"/registrations/fix">) {
  const actor = await requirePermission("registrations.write");
  const { filter, dropped } = await openList(actor, { status: "NEEDS_FIX", ...(await searchParams) });
  const fixing = fixingFilter(filter);
  const [queue, described] = await Promise.all([
    readFixingQueue(actor, fixing),
    describeFilter(actor, { ...fixing, tab: "all" }),
  ]);
  return (
    <FixingScreen
      personId={actor.id}
      filter={fixing}
      described={described}
      dropped={dropped}
      queue={queue}
      actions={{ load: loadLineItem, save: saveLineItem, standing: loadStanding, start }}
    />
  );
}

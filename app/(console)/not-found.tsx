import type { Metadata } from "next";
import { Refusal } from "@/components/layout/refusal";
import { getTranslator } from "@/lib/server/language";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("errors"))("notFoundTitle") };
}

/** A signed-in person's address that leads nowhere, inside the frame and its one main region. */
export default function NothingHere() {
  return <Refusal kind="not_found" href="/registrations" />;
}

import type { Metadata } from "next";
import Link from "next/link";
import { BrandMark } from "@/components/layout/brand-mark";
import { Refusal } from "@/components/layout/refusal";
import { getTranslator } from "@/lib/server/language";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("errors"))("notFoundTitle") };
}

/** Any address that leads nowhere, and what a person may not know of. It is made with every page, so it asks nothing. */
export default function NotFound() {
  return (
    <div className="mx-auto flex min-h-dvh max-w-xl flex-col px-4 py-4">
      <header>
        <Link
          href="/registrations"
          className="inline-flex items-center gap-2.5 rounded-lg font-semibold text-lg tracking-[-0.015em]"
        >
          <BrandMark className="size-7" />
          Mitra
        </Link>
      </header>
      <main className="flex flex-1 flex-col justify-center pb-24">
        <Refusal kind="not_found" href="/registrations" />
      </main>
    </div>
  );
}

import { Refusal } from "@/components/layout/refusal";

/** Any address that leads nowhere, and what a person may not know of. */
export default function NotFound() {
  return (
    <main className="mx-auto max-w-xl px-4 py-16">
      <Refusal kind="not_found" href="/registrations" />
    </main>
  );
}

import { Refusal } from "@/components/layout/refusal";

/** A signed-in person's address that leads nowhere, inside the frame and its one main region. */
export default function NothingHere() {
  return <Refusal kind="not_found" href="/registrations" />;
}

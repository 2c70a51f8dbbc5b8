import { Refusal } from "@/components/layout/refusal";

/** What someone who may not manage people sees here. */
export default function PeopleNotForYou() {
  return <Refusal kind="not_allowed" href="/registrations" />;
}

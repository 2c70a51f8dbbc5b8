import { Refusal } from "@/components/layout/refusal";

/** What someone who may not read the audit log sees here. */
export default function AuditLogNotForYou() {
  return <Refusal kind="not_allowed" href="/registrations" />;
}

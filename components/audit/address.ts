import type { Route } from "next";
import { type AuditFilter, writeAuditFilter } from "@/lib/audit/log/filter";

export const AUDIT_LOG = "/audit-log" satisfies Route;

/** The page of the log that shows what a filter lets through. */
export function auditAddress(filter: AuditFilter): Route {
  const query = writeAuditFilter(filter);
  return query === "" ? AUDIT_LOG : `${AUDIT_LOG}?${query}`;
}

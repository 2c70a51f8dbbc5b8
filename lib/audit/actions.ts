/**
 * Everything the audit log can say, as dotted verbs. Each has its words in both languages under
 * `audit.action`; an entry whose action is not in this list cannot be written.
 */
export const AUDIT_ACTIONS = [
  "registration.created",
  "registration.draft_saved",
  "registration.updated",
  "registration.canceled",
  "registration.retried",
  "registration.check_requested",
  "registration.found_by_person",
  "registration.send_again",
  "registration.fixed",
  "registration.overridden",
  "registration.parked_after_restore",
  "registration.archived",
  "registration.restored",
  "registration.assigned",
  "registration.duplicate_accepted",
  "registration.business_received",
  "registration.second_business_alarm",
  "registrations.exported",
  "bulk.started",
  "bulk.undo_started",
  "bulk.stopped",
  "bulk.paused",
  "bulk.resumed",
  "import.uploaded",
  "import.mapped",
  "import.sheet_chosen",
  "import.sent",
  "import.paused",
  "import.resumed",
  "import.stopped",
  "import.replaced",
  "import.row_changed",
  "import.warnings_accepted",
  "import.downloaded",
  "database.restored",
  "database.restore_settled",
  "credential.paused",
  "credential.resumed",
  "credential.rate_limit_changed",
  "credential.settings_changed",
  "retention.removed",
  "retention.old_removed",
  "view.shared",
  "view.unshared",
  "view.changed",
  "view.deleted",
  "playbook.entry_written",
  "playbook.entry_changed",
  "user.first_admin_created",
  "user.invited",
  "user.setup_link_created",
  "user.password_set",
  "user.password_changed",
  "user.role_changed",
  "user.disabled",
  "user.enabled",
  "user.profile_changed",
  "user.signed_in",
  "user.signed_out",
  "user.signed_out_everywhere",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

const KNOWN_ACTIONS: ReadonlySet<string> = new Set(AUDIT_ACTIONS);

/** Whether this build knows the action; an entry of a newer build may bear another. */
export function isAuditAction(text: string): text is AuditAction {
  return KNOWN_ACTIONS.has(text);
}

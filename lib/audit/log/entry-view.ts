/** An entry of the audit log as its reader sees it. */
export type AuditLogEntry = {
  id: string;
  at: Date;
  /** Null is the system; the name is null where the person is not known any more. */
  actor: { id: string; name: string | null } | null;
  action: string;
  registration: { id: string; businessName: string } | null;
  person: { id: string; name: string } | null;
  credential: { id: string; label: string } | null;
  /** `fileName` is "" for pasted rows. */
  spreadsheet: { id: string; fileName: string } | null;
  details: Readonly<Record<string, unknown>>;
};

/** How much of the log was looked at: so many entries, up to the seal made at `uptoAt`; null where none was. */
export type AuditReach = { entries: number; uptoAt: Date | null };

export type AuditVerdict =
  | ({ kind: "sound" } & AuditReach)
  /** Sound so far; there was no time for the rest. */
  | ({ kind: "unfinished" } & AuditReach)
  /** The first seal that does not hold, and the ids of the entries that it is for. All before it are sound. */
  | { kind: "broken"; position: string; fromId: string; uptoId: string };

/** `busy`: somebody else has it checked at this moment. */
export type AuditCheck = AuditVerdict | { kind: "busy" };

/** The newest seal, its hash in hexadecimal. Whoever noted it elsewhere can tell later whether the log was rewritten. */
export type AuditHead = { position: string; hash: string };

/** A seal as people note it down, `17:9f86d081…`: its position and its hash. */
export function formatHead({ position, hash }: AuditHead): string {
  return `${position}:${hash}`;
}

/** A seal as it was noted down, with at least the first 12 digits of its hash; null for anything else. */
export function parseHead(text: string): AuditHead | null {
  const [, position, hash] = text.trim().match(/^([1-9]\d{0,17}):([0-9a-f]{12,64})$/i) ?? [];
  return position && hash ? { position, hash: hash.toLowerCase() } : null;
}

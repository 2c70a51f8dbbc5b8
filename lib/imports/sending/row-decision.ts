import { readRow } from "@/lib/imports/checking/row-input";
import type { RowFinding } from "@/lib/imports/import-view";
import { readPartnerReference } from "@/lib/registrations/input/fields";
import { isSameInput, type TypedColumns } from "@/lib/registrations/input/registration-fields";
import type { CheckedRegistration } from "@/lib/registrations/input/schema";
import { partnerReferenceOfRow } from "@/lib/registrations/intake/derived-id";
import type { RegistrationStatus } from "@/lib/registrations/status";
import type { HeadingField } from "@/lib/spreadsheet/rows/heading-field";

/** A row that is to be sent. */
export type ReadyRow = {
  position: number;
  rowKey: string;
  cells: readonly string[];
  warnings: readonly RowFinding[];
  acceptedReason: string | null;
};

/** A registration that bears the key of a row. */
export type Existing = TypedColumns & {
  id: string;
  rowKey: string;
  status: RegistrationStatus;
  isArchived: boolean;
  queuedAt: Date | null;
  credentialId: string;
  requestId: string | null;
  isDrainable: boolean;
  /** Whether its reference can be changed no more (`keepsReference`). */
  keepsReference: boolean;
  /** Whether a backup was put back since it was queued (`PUT_BACK_SQL`). */
  wasPutBack: boolean;
};

export type Decision =
  | { kind: "create"; row: ReadyRow; checked: CheckedRegistration }
  | { kind: "fix"; row: ReadyRow; checked: CheckedRegistration; existing: Existing }
  | { kind: "retry"; row: ReadyRow; existing: Existing }
  | { kind: "done"; row: ReadyRow; registrationId: string }
  | { kind: "problems"; row: ReadyRow; problems: readonly RowFinding[] }
  /** Another row of this chunk has to go first, or another batch was faster: it is decided again. */
  | { kind: "later"; row: ReadyRow };

export type Of<Kind extends Decision["kind"]> = Extract<Decision, { kind: Kind }>;

/** A registration that bears a partner reference. */
export type ReferenceBearer = {
  id: string;
  key: string;
  name: string;
  status: RegistrationStatus;
  by: string;
  createdAt: Date;
};

/** What a row becomes. `existing` is the registration that bears its key; `batch` says how its cells are read. Pure. */
export function decideRow(
  row: ReadyRow,
  {
    batch,
    existing,
  }: { batch: { fields: readonly HeadingField[]; sendingAt: Date }; existing: Existing | null },
): Decision {
  if (existing && !mayGoAgain(existing)) return { kind: "done", row, registrationId: existing.id };
  // What became of it since that backup nobody knows: it is looked at by itself, as everywhere.
  if (existing?.wasPutBack) return { kind: "problems", row, problems: [putBack(existing)] };
  const madeReference = existing ? keptReference(existing) : partnerReferenceOfRow(row.rowKey);
  const { checked, problems } = readRow(row.cells, { fields: batch.fields, madeReference });
  if (!checked.ok) return { kind: "problems", row, problems };
  if (!existing) return { kind: "create", row, checked: checked.value };
  if (existing.keepsReference && checked.value.typed.partnerReference !== existing.partnerRefId)
    return { kind: "problems", row, problems: [keptBy(existing)] };
  const isSame = isSameInput(existing, checked.value.typed);
  // Another batch has sent the same since: what DOKU said to that is for a person to see, not to be sent again.
  const isNews = existing.queuedAt !== null && existing.queuedAt >= batch.sendingAt;
  if (isSame && isNews) return { kind: "done", row, registrationId: existing.id };
  if (isSame && existing.status === "FAILED") return { kind: "retry", row, existing };
  return { kind: "fix", row, checked: checked.value, existing };
}

/** A reference is given when the row is sent, and kept for ever after, unless it says that there is none. */
function keptReference({ partnerRefId, rowKey }: Existing): string {
  return readPartnerReference(partnerRefId).ok ? partnerRefId : partnerReferenceOfRow(rowKey);
}

function mayGoAgain({ status, isArchived }: Existing): boolean {
  return !isArchived && (status === "DRAFT" || status === "NEEDS_FIX" || status === "FAILED");
}

/** Of two that bear one partner reference only the first goes; where another registration bears it, neither. */
export function settleReferences(
  decisions: readonly Decision[],
  bearers: ReadonlyMap<string, ReferenceBearer>,
): Decision[] {
  const taken = new Set<string>();
  return decisions.map((decision): Decision => {
    if (decision.kind !== "create" && decision.kind !== "fix") return decision;
    const { row } = decision;
    const key = decision.checked.keys.partnerReference;
    const bearer = bearers.get(key);
    if (bearer && (decision.kind !== "fix" || bearer.id !== decision.existing.id))
      return { kind: "problems", row, problems: [usedBy(bearer)] };
    if (taken.has(key)) return { kind: "later", row };
    taken.add(key);
    return decision;
  });
}

/** The partner reference that a row would take, as references are compared. */
export function referenceKeysOf(decision: Decision): string[] {
  return decision.kind === "create" || decision.kind === "fix"
    ? [decision.checked.keys.partnerReference]
    : [];
}

function keptBy({ partnerRefId }: Existing): RowFinding {
  const params = { reference: partnerRefId };
  return { field: "partnerReference", code: "partner_reference_kept", params };
}

function putBack({ id, businessName, status }: Existing): RowFinding {
  return { field: null, code: "put_back", params: { id, name: businessName, status } };
}

function usedBy({ id, name, status, by, createdAt }: ReferenceBearer): RowFinding {
  const params = { id, name, status, by, date: createdAt.toISOString() };
  return { field: "partnerReference", code: "reference_used", params };
}

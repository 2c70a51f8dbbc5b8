import { certaintyOf } from "./certainty";
import type { Call, Outside, Press, Shown } from "./outside";

/** Everything that is known of a merchant, in the order in which it happened. */
export function historyOf(serial: string, outside: Outside): string[] {
  const requests = new Set(outside.calls.flatMap((call) => (call.serial === serial ? [call.requestId] : [])));
  const callers = new Set(outside.calls.flatMap((call) => (call.serial === serial ? [call.caller] : [])));
  const events: { atMs: number; text: string }[] = [
    ...outside.presses
      .filter((press) => press.serial === serial)
      .map((press) => ({ atMs: press.atMs, text: tellPress(press) })),
    ...outside.calls
      .filter(({ requestId, serial: its }) => its === serial || requests.has(requestId))
      .map((call) => ({ atMs: call.arrivedMs, text: tellCall(call, outside) })),
    ...outside.made
      .filter((made) => made.serial === serial)
      .map(({ madeMs, businessId }) => ({ atMs: madeMs, text: `ledger: ${businessId}` })),
    ...outside.shown
      .filter((shown) => shown.serial === serial)
      .map(({ atMs, ...shown }) => ({ atMs, text: tellShown({ atMs, ...shown }) })),
    ...outside.blows
      .filter(({ process }) => process === null || callers.has(process))
      .map(({ kind, process, fromMs, toMs }) => ({
        atMs: fromMs,
        text: `${kind} of ${process ?? "all"}${toMs > fromMs ? ` for ${toMs - fromMs} ms` : ""}`,
      })),
  ];
  const startMs = Math.min(...events.map(({ atMs }) => atMs));
  return events
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, text }) => `${((atMs - startMs) / 1_000).toFixed(2).padStart(8)} s  ${text}`);
}

function tellPress({ kind, isAcknowledged, madeBefore }: Press): string {
  return `person: ${kind}${isAcknowledged ? "" : ", not acknowledged"}${madeBefore > 0 ? `, ${madeBefore} at DOKU then` : ""}`;
}

function tellCall(call: Call, { blows }: Outside): string {
  const delivered =
    call.deliveredMs === null
      ? "never delivered"
      : `delivered after ${Math.round(call.deliveredMs - call.arrivedMs)} ms`;
  return `call ${call.requestId.slice(0, 8)} of ${call.caller ?? "somebody"}: ${call.answer}, ${delivered} → ${certaintyOf(call, blows)}`;
}

function tellShown({ status, isSending, promisedMs, atMs, entries, tellsRestore }: Shown): string {
  const promise = promisedMs === null ? "" : `, next in ${((promisedMs - atMs) / 1_000).toFixed(1)} s`;
  const restore = tellsRestore ? ", may be over since a backup was put back" : "";
  return `shown: ${status}${isSending ? ", sending" : ""}${promise}${restore} ${entries.join("; ")}`.trimEnd();
}

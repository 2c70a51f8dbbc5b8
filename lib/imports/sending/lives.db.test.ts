import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { makeEnding } from "@/lib/doku/testing/make-ending";
import { AppError } from "@/lib/errors";
import { acceptWarnings, editCell, leaveOutRow } from "@/lib/imports/checking/edits";
import { type ImportStatus, type ImportView, ROW_STATES } from "@/lib/imports/import-view";
import { getImport, listImportRows } from "@/lib/imports/queries";
import { runImportChunk } from "@/lib/imports/sending/run";
import { pauseImport, resumeImport, sendImport, stopImport } from "@/lib/imports/sending/send";
import {
  archiveRegistration,
  cancelRegistration,
  checkRegistrationWithDoku,
  restoreRegistration,
  retryRegistration,
} from "@/lib/registrations/changes/mutations";
import { drainCredential } from "@/lib/registrations/delivery/drain";
import type { Submitter } from "@/lib/registrations/delivery/submit";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { countByTab } from "@/lib/registrations/list/counts";
import { EMPTY_FILTER } from "@/lib/registrations/list/filter";
import { STATUSES } from "@/lib/registrations/status";
import { useTestDatabase } from "@/lib/testing/database";
import { checkFile, csvOf, HEADINGS, makeRow, rowsOf } from "@/lib/testing/import-files";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

// Two managers and a worker at one spreadsheet, in any order, while DOKU answers as it likes.

const { pool, prisma, url } = useTestDatabase();
useSimulatorEnv({ DATABASE_URL: url });

let rina: UserActor;
let budi: UserActor;
let credentialId: string;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  rina = await makeManager("Rina");
  budi = await makeActor(await makePerson({ role: "manager", name: "Budi" }));
});

const RUNS = 12;
const never = () => false;
const PHONE = HEADINGS.indexOf("phone_number");
const EMAIL = HEADINGS.indexOf("representative_email");

const ANSWERS = ["accepted", "refused", "not_reached", "unknown"] as const;
type Answer = (typeof ANSWERS)[number];

function endingOf(answer: Answer): AttemptEnding {
  switch (answer) {
    case "accepted":
      return makeEnding("accepted", { business: { id: `BSN-${randomUUID()}`, brandIds: [] } });
    case "refused":
      return makeEnding("validation", { httpStatus: 400, message: "invited_user.email is not valid" });
    case "not_reached":
      return makeEnding("dns", { bytesWritten: false });
    case "unknown":
      return makeEnding("header_timeout");
  }
}

const place = fc.nat(6);
const deed = fc.oneof(
  fc.record({
    kind: fc.constant("edit" as const),
    row: place,
    text: fc.constantFrom("bad", "good", "same", "name"),
  }),
  fc.record({ kind: fc.constant("leaveOut" as const), row: place, isOut: fc.boolean() }),
  fc.record({ kind: fc.constant("accept" as const), row: fc.option(place) }),
  fc.record({ kind: fc.constant("send" as const), isHeld: fc.boolean() }),
  fc.record({ kind: fc.constantFrom("pause", "resume", "stop", "twin", "form") }),
  fc.record({ kind: fc.constantFrom("step", "drain", "step ", "drain ", "step  ", "drain  ") }),
  fc.record({ kind: fc.constantFrom("cancel", "archive", "restore", "retry", "check"), row: place }),
  fc.record({ kind: fc.constantFrom("leaves", "comes back", "credential pauses", "credential goes on") }),
);
type Deed = { kind: string; row?: number | null; text?: string; isOut?: boolean; isHeld?: boolean };

const life = fc.record({
  deeds: fc.array(fc.tuple(deed as fc.Arbitrary<Deed>, fc.boolean()), { minLength: 5, maxLength: 45 }),
  answers: fc.array(fc.constantFrom(...ANSWERS), { minLength: 1, maxLength: 6 }),
  isSentFirst: fc.boolean(),
});

async function live({
  deeds,
  answers,
  isSentFirst,
}: typeof life extends fc.Arbitrary<infer Life> ? Life : never) {
  await pool.query("update import set status = 'stopped' where status not in ('finished', 'refused')");
  await pool.query(
    "update registration set next_run_at = null, status = 'INVITED' where status in ('QUEUED', 'UNCONFIRMED')",
  );
  await setBack();
  const own = makeRow();
  const cells = [
    own,
    makeRow({ phone_number: "0217995555" }),
    makeRow({ representative_email: "salah" }),
    makeRow({ phone_number: own[PHONE] }),
    own,
    makeRow(),
    makeRow(),
  ];
  const id = await checkFile(pool, rina, csvOf(cells));
  const madeUnder = new Map<string, Set<string>>();
  let asked = 0;
  const submitter = (answer?: Answer): Submitter => ({
    pool,
    holderId: () => "test-holder",
    keyVersionFor: () => "0badc0de",
    random: () => 0.5,
    async send({ requestId, partnerRefId }) {
      const given = answer ?? answers[asked++ % answers.length] ?? "accepted";
      if (given === "accepted" || given === "unknown")
        madeUnder.set(partnerRefId, (madeUnder.get(partnerRefId) ?? new Set()).add(requestId));
      return endingOf(given);
    },
  });
  const registrationAt = async (row: number) =>
    (await rowsOf(rina, id))[row]?.registration?.id ?? randomUUID();
  const told = { paused: 0, resumed: 0, stopped: 0, sent: 0 };
  const statusOf = async () => (await getImport(rina, id)).status;
  const all: [Deed, boolean][] = isSentFirst ? [[{ kind: "send", isHeld: false }, true], ...deeds] : deeds;
  for (const [each, isRina] of all) {
    const before = await statusOf();
    await act(each, isRina ? rina : budi).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
    });
    const after = await statusOf();
    if (before !== after) count(told, before, after);
    await expectSound(id);
  }

  async function act(each: Deed, actor: UserActor): Promise<unknown> {
    const position = (each.row ?? 0) + 2;
    switch (each.kind.trim()) {
      case "edit": {
        const [column, text] =
          each.text === "bad"
            ? [EMAIL, "salah"]
            : each.text === "good"
              ? [EMAIL, `benar+${randomUUID().slice(0, 8)}@toko.example`]
              : each.text === "same"
                ? [PHONE, own[PHONE] ?? ""]
                : [0, `Kopi ${randomUUID().slice(0, 8)}`];
        return editCell(actor, { importId: id, position, column: column as number, text: text as string });
      }
      case "leaveOut":
        return leaveOutRow(actor, { importId: id, position, isLeftOut: each.isOut ?? false });
      case "accept":
        return acceptWarnings(actor, {
          importId: id,
          position: each.row === null ? null : position,
          reason: "Cabang",
        });
      case "send":
        return sendImport(actor, {
          importId: id,
          typedCount: null,
          holdAfterFirst: each.isHeld ?? false,
          scheduledAt: null,
        });
      case "pause":
        return pauseImport(actor, id);
      case "resume":
        return resumeImport(actor, id);
      case "stop":
        return stopImport(actor, id);
      case "step":
        return runImportChunk(pool, id, 0);
      case "drain":
        await pool.query("update registration set next_run_at = now() where next_run_at is not null");
        return drainCredential(submitter(), credentialId, never);
      case "cancel":
        return cancelRegistration(actor, await registrationAt(each.row ?? 0));
      case "archive":
        return archiveRegistration(actor, await registrationAt(each.row ?? 0));
      case "restore":
        return restoreRegistration(actor, await registrationAt(each.row ?? 0));
      case "retry":
        return retryRegistration(actor, await registrationAt(each.row ?? 0));
      case "check":
        return checkRegistrationWithDoku(actor, await registrationAt(each.row ?? 0));
      case "twin": {
        const twin = await checkFile(pool, actor, csvOf(cells));
        const sent = await sendImport(actor, {
          importId: twin,
          typedCount: null,
          holdAfterFirst: false,
          scheduledAt: null,
        });
        if (sent.kind !== "nothing_to_send")
          for (let i = 0; i < 3; i += 1) await runImportChunk(pool, twin, 0);
        return;
      }
      case "form":
        return registerMerchant(
          actor,
          makeSubmission({
            values: makeMerchant({ phoneNumber: cells[5]?.[PHONE] ?? "" }),
            acceptWarnings: true,
            duplicateReason: "Cabang",
          }),
        );
      case "leaves":
        return pool.query(`update "user" set role = 'viewer' where id = $1`, [budi.id]);
      case "comes back":
        return pool.query(`update "user" set role = 'manager' where id = $1`, [budi.id]);
      case "credential pauses":
        return pool.query("update credential set paused_at = now(), blocked_since = now()");
      case "credential goes on":
        return pool.query("update credential set paused_at = null, blocked_since = null");
    }
  }

  // Whatever was done, it comes to its end once people go on and DOKU takes everything.
  await setBack();
  const ended: readonly ImportStatus[] = ["checked", "finished", "stopped"];
  for (let steps = 0; !ended.includes(await statusOf()); steps += 1) {
    const before = await statusOf();
    if (steps > 60) throw new Error(`It stays ${before}`);
    if (before === "paused" || before === "canary_done") await resumeImport(rina, id);
    await pool.query("update registration set next_run_at = now() where next_run_at is not null");
    await drainCredential(submitter("accepted"), credentialId, never);
    const between = await statusOf();
    if (before !== between) count(told, before, between);
    await runImportChunk(pool, id, 0);
    const after = await statusOf();
    if (between !== after) count(told, between, after);
    await expectSound(id);
  }
  for (const [reference, requests] of madeUnder) expect([reference, requests.size]).toEqual([reference, 1]);
  const audited = await prisma.auditEntry.groupBy({
    by: ["action"],
    where: {
      subjectId: id,
      action: { in: ["import.paused", "import.resumed", "import.stopped", "import.sent"] },
    },
    _count: true,
  });
  const counted = Object.fromEntries(audited.map(({ action, _count }) => [action.slice(7), _count]));
  expect({ paused: 0, resumed: 0, stopped: 0, sent: 0, ...counted }).toEqual(told);
}

function count(told: Record<string, number>, before: ImportStatus, after: ImportStatus): void {
  if (before === "checked" && after === "canary") told.sent = (told.sent ?? 0) + 1;
  if (after === "paused") told.paused = (told.paused ?? 0) + 1;
  if (after === "stopped") told.stopped = (told.stopped ?? 0) + 1;
  if ((before === "paused" || before === "canary_done") && (after === "canary" || after === "sending"))
    told.resumed = (told.resumed ?? 0) + 1;
}

async function setBack(): Promise<void> {
  await pool.query(`update "user" set role = 'manager' where id = $1`, [budi.id]);
  await pool.query(
    `update credential set paused_at = null, blocked_since = null, usable_at = clock_timestamp(), key_version = '0badc0de',
            fault_count = 0, breaker_until = null, replay = 'proven', slow_until = null, rate_limit = null`,
  );
}

/** What the page shows fits together, and fits the rows and the list. */
async function expectSound(id: string): Promise<void> {
  const view = await getImport(rina, id);
  const rows = await rowsOf(rina, id);
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, each) => all + each, 0);
  expect(sum(view.rows)).toBe(view.rowCount);
  expect(sum(view.delivered)).toBe(view.rows.sent + view.rows.done);
  for (const state of ROW_STATES) {
    const { rows: found } = await listImportRows(rina, id, { states: [state], after: 0 });
    expect([state, found.length]).toEqual([state, view.rows[state]]);
  }
  for (const status of STATUSES) {
    const { rows: found } = await listImportRows(rina, id, { states: null, statuses: [status], after: 0 });
    expect([status, found.length]).toEqual([status, view.standing[status]]);
  }
  for (const { state, registration, problems, warnings, position } of rows) {
    const isOut = state === "sent" || state === "done";
    expect([position, state, registration !== null]).toEqual([position, state, isOut]);
    if (state === "problems") expect(problems.length).toBeGreaterThan(0);
    if (state === "warnings") expect(warnings.length).toBeGreaterThan(0);
    if (state === "ready") expect(problems).toEqual([]);
  }
  expectFigures(view);
  const tabs = await countByTab(rina, { ...EMPTY_FILTER, batch: id });
  expect(Object.fromEntries(STATUSES.map((status) => [status, tabs?.[status]]))).toEqual(view.standing);
}

function expectFigures({
  rows,
  duplicates,
  waiting,
  delivered,
  leftOut,
  status,
  finishedAt,
}: ImportView): void {
  expect(rows.warnings - duplicates).toBeGreaterThanOrEqual(0);
  expect(rows.skipped - leftOut.hidden - leftOut.empty - leftOut.notes).toBeGreaterThanOrEqual(0);
  expect(delivered.QUEUED - waiting).toBeGreaterThanOrEqual(0);
  expect(finishedAt !== null).toBe(status === "finished" || status === "stopped");
  if (status === "checked") expect(rows.sent).toBe(0);
}

test(
  "whoever does what to a spreadsheet while it is sent, its figures fit, and it comes to its end",
  () => fc.assert(fc.asyncProperty(life, live), { numRuns: RUNS }),
  600_000,
);

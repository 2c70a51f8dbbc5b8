import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Pool } from "pg";
import { request } from "undici";
import type { StandIn } from "@/lib/stand-in/server";
import { isUnderWay } from "../judge/facts";
import type { Mode, Press, Shown } from "../judge/outside";
import type { Claims } from "./claims";
import { csvOf, goodAddress, type Merchant } from "./merchants";
import type { Button } from "./web-replica";
import { nowMs, serialOf, type Witness } from "./witness";

/** Between two tries of a person whose press was not answered. */
const AGAIN_MS = 1_000;
const PATIENCE_MS = 10_000;
/** How often somebody looks whether a row waits for a person. */
const LOOK_MS = 500;
/** Nobody is faster than this. */
const FASTEST_MS = 1_500;
/** How long a spreadsheet is held at most. */
const HELD_MS = 120_000;
/** After so many presses that sent the same and settled nothing, nobody presses for it again. */
const MOST_SENDS = 3;

/** After a restore a row may have again what was put right. */
const SENDS_THE_SAME: ReadonlySet<Press["kind"]> = new Set(["check", "sendAgain", "retry"]);

type Answer = { status: number; body: { id?: string; kind?: string; problem?: string } };

export type Desk = {
  mode: Mode;
  pool: Pool;
  standIn: StandIn;
  witness: Witness;
  claims: Claims;
  /** Those who register merchants, each at the servers of one of them. */
  clientIds: readonly string[];
  /** Where the product can be reached now: the servers that send for a Client-Id, or all of them. */
  ports: (clientId: string | null) => readonly number[];
  /** How long the slowest person takes to look into a row that waits for them. */
  slowestMs: number;
  /** How long a spreadsheet that does not move is waited for. Its rows are then found missing. */
  patienceMs: number;
};

/** The people at work: what they press, and what they were told about it, is written down. */
export function createPeople(desk: Desk) {
  const { witness, standIn, claims, pool } = desk;
  const merchants = new Map<string, Merchant>();
  const forms = new Set<string>();
  /** At whose servers a merchant is registered, and put right. */
  const homes = new Map<string, string>();
  const firstSeenMs = new Map<string, number>();
  const spreadsheets = new Map<string, { goOn: () => Promise<void>; isUnderWay: boolean }>();
  let presses = 0;

  async function press(button: Button, clientId: string | null = null): Promise<Answer | null> {
    const open = desk.ports(clientId);
    const port = open[presses % Math.max(1, open.length)];
    if (port === undefined) return null;
    presses += 1;
    try {
      const { statusCode, body } = await request(`http://127.0.0.1:${port}/`, {
        method: "POST",
        body: JSON.stringify(button),
        headersTimeout: PATIENCE_MS,
        bodyTimeout: PATIENCE_MS,
      });
      return { status: statusCode, body: JSON.parse(await body.text()) };
    } catch {
      return null;
    }
  }

  /** Presses for a merchant; whether it was acknowledged is written down with the press. */
  async function pressFor(serial: string, kind: Press["kind"], button: Button): Promise<Answer | null> {
    const noted: Press = {
      serial,
      atMs: nowMs(),
      kind,
      isAcknowledged: false,
      madeBefore: inLedger(serial).length,
    };
    witness.presses.push(noted);
    const answer = await press(button, homes.get(serial) ?? null);
    noted.isAcknowledged = answer?.status === 200;
    return answer;
  }

  let registrars = 0;
  /** They take turns. */
  function nextHome(): string {
    registrars += 1;
    return desk.clientIds[registrars % desk.clientIds.length] ?? "";
  }

  const inLedger = (serial: string) =>
    standIn.ledger.businesses().filter(({ businessName }) => serialOf(businessName) === serial);

  /** Presses until it is answered; what the product refuses is a mistake of this program. */
  async function insist(button: Button): Promise<Answer["body"]> {
    for (;;) {
      const answer = await press(button);
      if (answer?.status === 200) return answer.body;
      if (answer?.status === 400)
        throw new Error(`The button ${button.button} was refused: ${answer.body.problem}`);
      if (answer?.status === 409) return answer.body;
      await wait(AGAIN_MS);
    }
  }

  async function register(merchant: Merchant): Promise<void> {
    merchants.set(merchant.serial, merchant);
    if (!homes.has(merchant.serial)) homes.set(merchant.serial, nextHome());
    forms.add(merchant.serial);
    for (;;) {
      const { serial, formKey, values, sendsAtOnce } = merchant;
      const form = { button: "register", formKey, registrationId: null, values, sendsAtOnce } as const;
      const answer = await pressFor(serial, "register", form);
      if (answer?.status === 200) return;
      if (answer?.status === 400) throw new Error(`The form was not accepted: ${answer.body.problem}`);
      await wait(AGAIN_MS);
    }
  }

  async function sendSpreadsheet(...sheet: Parameters<typeof seeThrough>): Promise<void> {
    const [name] = sheet;
    spreadsheets.set(name, { goOn: () => sendSpreadsheet(...sheet), isUnderWay: true });
    await seeThrough(...sheet);
    spreadsheets.set(name, { goOn: () => sendSpreadsheet(...sheet), isUnderWay: false });
  }

  /** Uploads a spreadsheet, sends it, looks at its first row, holds it once, and sees it to its end. */
  async function seeThrough(name: string, rows: readonly Merchant[], holdAfterFirst: boolean): Promise<void> {
    const home = homes.get(rows[0]?.serial ?? "") ?? nextHome();
    for (const merchant of rows) {
      merchants.set(merchant.serial, merchant);
      homes.set(merchant.serial, home);
    }
    let isHeld = false;
    let last = { standing: "", sinceMs: nowMs() };
    for (;;) {
      await wait(LOOK_MS);
      const batch = await findBatch(name);
      if (batch === "unknown") continue;
      const standing = `${batch?.status} ${batch?.left}`;
      if (standing !== last.standing) last = { standing, sinceMs: nowMs() };
      else if (nowMs() - last.sinceMs > desk.patienceMs) return;
      switch (batch?.status) {
        case undefined:
          await press({ button: "upload", name, csv: csvOf(rows) }, home);
          break;
        case "checked": {
          const answer = await press({ button: "sendImport", id: batch.id, holdAfterFirst }, home);
          if (answer?.status === 200 && answer.body.kind !== "started")
            throw new Error(`Not sent: ${answer.body.kind}`);
          break;
        }
        case "canary_done":
          await insist({ button: "resumeImport", id: batch.id });
          break;
        case "canary":
        case "sending":
          // Most of it is handed out at once after the first row, so whoever wants to hold it does so early.
          if (isHeld || batch.left === 0) break;
          isHeld = true;
          await insist({ button: "pauseImport", id: batch.id });
          break;
        case "paused":
          await untilThrough(rows);
          await insist({ button: "resumeImport", id: batch.id });
          break;
        case "refused":
        case "stopped":
          throw new Error(`The spreadsheet ${name} is ${batch.status}`);
        case "finished":
          return;
      }
      // Once it is being sent, everybody counts on each of its rows.
      if (batch && ["canary", "canary_done", "sending", "paused"].includes(batch.status)) promise(rows);
    }
  }

  /** Whoever holds a batch looks first at what became of the rows that went before. */
  async function untilThrough(rows: readonly Merchant[]): Promise<void> {
    const serials = new Set(rows.map(({ serial }) => serial));
    const giveUpMs = nowMs() + HELD_MS;
    await wait(AGAIN_MS);
    while (
      nowMs() < giveUpMs &&
      claims.latest().some((claim) => serials.has(claim.serial) && isUnderWay(claim))
    )
      await wait(LOOK_MS);
  }

  function promise(rows: readonly Merchant[]): void {
    const known = new Set(witness.presses.map(({ serial }) => serial));
    for (const { serial } of rows) {
      if (known.has(serial)) continue;
      witness.presses.push({ serial, atMs: nowMs(), kind: "register", isAcknowledged: true, madeBefore: 0 });
    }
  }

  async function findBatch(
    name: string,
  ): Promise<{ id: string; status: string; left: number } | undefined | "unknown"> {
    const found = await pool
      .query<{ id: string; status: string; left: number }>(
        `select i.id, i.status, (select count(*)::int from import_row r where r.import_id = i.id and r.state = 'ready') as left
           from import i where i.file_name = $1 order by i.created_at desc limit 1`,
        [name],
      )
      .catch(() => null);
    return found === null ? "unknown" : found.rows[0];
  }

  /** Somebody looks into whatever has waited for a person for as long as they take. */
  async function lookAfter(): Promise<void> {
    for (const id of claims.pausedCredentials()) await press({ button: "resumeCredential", id });
    const restore = await findOpenRestore();
    if (restore !== null) await press({ button: "settleRestore", id: restore });
    const waiting = claims.latest().filter((claim) => needsPerson(claim) && isTheirTurn(claim));
    const failed = waiting
      .filter(({ status }) => status === "FAILED")
      .filter(({ serial }) => !isHopeless(serial));
    const inDoubt = waiting.filter(({ status }) => status === "UNCONFIRMED").slice(0, 64);
    const bulk = desk.mode === "R" ? inDoubt.filter(({ serial }) => mayCheckInBulk(serial)) : failed;
    if (bulk.length > 1) await pressBulk(desk.mode === "R" ? "check" : "retry", bulk);
    await Promise.all(waiting.filter((claim) => bulk.length <= 1 || !bulk.includes(claim)).map(settle));
  }

  /** Somebody in a hurry has all of theirs checked together; what that did not settle they look into one by one. */
  function mayCheckInBulk(serial: string): boolean {
    return slownessOf(serial) < 0.3 && !isHopeless(serial);
  }

  /** What goes out as it is will be refused, or was asked about in vain for long enough: it has to be put right. */
  function isHopeless(serial: string): boolean {
    return isRefused(serial) || isSentInVain(serial);
  }

  function isSentInVain(serial: string): boolean {
    const own = witness.presses.filter((press) => press.serial === serial);
    const sinceFix = own.slice(own.findLastIndex(({ kind }) => kind === "fix") + 1);
    return sinceFix.filter(({ kind }) => SENDS_THE_SAME.has(kind)).length >= MOST_SENDS;
  }

  /** As the banner of every page tells it. */
  async function findOpenRestore(): Promise<string | null> {
    const found = await pool
      .query<{ id: string }>(
        "select id from database_restore where settled_at is null order by position desc limit 1",
      )
      .catch(() => null);
    return found?.rows[0]?.id ?? null;
  }

  async function pressBulk(kind: "check" | "retry", rows: readonly Shown[]): Promise<void> {
    const atMs = nowMs();
    const answer = await press({ button: "bulk", id: randomUUID(), kind, ids: rows.map(({ id }) => id) });
    const isAcknowledged = answer?.status === 200;
    for (const { serial } of rows)
      witness.presses.push({ serial, atMs, kind, isAcknowledged, madeBefore: inLedger(serial).length });
    for (const { serial } of rows) firstSeenMs.delete(serial);
  }

  async function settle(claim: Shown): Promise<void> {
    const { id, serial } = claim;
    firstSeenMs.delete(serial);
    if (await find(claim)) return;
    if (claim.status === "NEEDS_FIX" || (claim.status === "FAILED" && isHopeless(serial))) return fix(claim);
    if (claim.status === "FAILED") return void (await pressFor(serial, "retry", { button: "retry", id }));
    if (
      isHopeless(serial) ||
      (desk.mode === "N" && slownessOf(serial) > 0.8 && inLedger(serial).length === 0)
    ) {
      await pressFor(serial, "override", { button: "override", id });
    } else {
      const kind = desk.mode === "N" ? "sendAgain" : "check";
      const answer = await pressFor(serial, kind, { button: kind, id });
      // Replays may be proven or not at the moment; the page offers one of the two.
      if (answer?.status === 409 && desk.mode === "R")
        await pressFor(serial, "sendAgain", { button: "sendAgain", id });
    }
  }

  /** Whether they found it in DOKU Dashboard, as it stands there at this moment. The careless do not look before they send again. */
  async function find({ id, serial, status }: Shown): Promise<boolean> {
    const { isCareless = false } = merchants.get(serial) ?? {};
    const sendsUnseen = isCareless && desk.mode === "N" && status === "UNCONFIRMED" && !isHopeless(serial);
    const [business] = inLedger(serial);
    if (!business || sendsUnseen) return false;
    const { businessId, brandIds } = business;
    const answer = await pressFor(serial, "found", {
      button: "found",
      id,
      businessId,
      brandIds: [...brandIds],
    });
    // Where the page does not offer it, they go on as it does.
    return answer?.status !== 409;
  }

  async function fix({ id, serial }: Shown): Promise<void> {
    const merchant = merchants.get(serial);
    if (!merchant) return;
    merchant.values = { ...merchant.values, invitedUserEmail: goodAddress(serial) };
    const partnerReference = await referenceOf(id);
    if (partnerReference === null) return;
    const values = { ...merchant.values, partnerReference };
    await pressFor(serial, "fix", {
      button: "register",
      formKey: randomUUID(),
      registrationId: id,
      values,
      sendsAtOnce: true,
    });
  }

  /** As the form shows it: a spreadsheet may have left it to the product. */
  async function referenceOf(id: string): Promise<string | null> {
    const found = await pool
      .query<{ reference: string }>("select partner_ref_id as reference from registration where id = $1", [
        id,
      ])
      .catch(() => null);
    return found?.rows[0]?.reference ?? null;
  }

  function isRefused(serial: string): boolean {
    return merchants.get(serial)?.values.invitedUserEmail.startsWith("refused") ?? false;
  }

  const slownessOf = (serial: string) => merchants.get(serial)?.slowness ?? 0;

  function isTheirTurn({ serial }: Shown): boolean {
    const seenMs = firstSeenMs.get(serial) ?? nowMs();
    firstSeenMs.set(serial, seenMs);
    return nowMs() - seenMs >= FASTEST_MS + desk.slowestMs * slownessOf(serial) ** 2;
  }

  return {
    register,
    sendSpreadsheet,
    insist,
    presses: () => presses,
    /** Everybody whose form is not there any more, after a backup was put back, hands it in again, unless DOKU has it. */
    async registerMissing(): Promise<void> {
      const there = new Set(claims.latest().map(({ serial }) => serial));
      const missing = [...merchants.values()].filter(({ serial }) => forms.has(serial) && !there.has(serial));
      const again = missing.filter(({ serial }) => desk.mode === "R" || inLedger(serial).length === 0);
      await Promise.all(again.map(register));
    },
    /** A spreadsheet that was through, and after a backup was put back is not any more, is seen to its end again. */
    async goOnWithSpreadsheets(): Promise<void> {
      const left = [...spreadsheets.values()].filter(({ isUnderWay }) => !isUnderWay);
      await Promise.all(left.map(({ goOn }) => goOn()));
    },
    /** Until `isOver`, rows that wait for a person are looked into. */
    async work(isOver: () => boolean): Promise<void> {
      while (!isOver()) {
        await lookAfter();
        await wait(LOOK_MS);
      }
    },
    /** Whether everything has come to its end: nothing waits for a machine, and nothing for a person. */
    isAllSettled(): boolean {
      const latest = claims.latest();
      const there = new Set(latest.map(({ serial }) => serial));
      const isThere = witness.presses.every(
        ({ serial, isAcknowledged }) => !isAcknowledged || there.has(serial),
      );
      return isThere && !latest.some((claim) => claim.isSending || isUnderWay(claim) || needsPerson(claim));
    },
  };
}

export type People = ReturnType<typeof createPeople>;

function needsPerson({ status, isSending, promisedMs }: Shown): boolean {
  if (status === "NEEDS_FIX" || status === "FAILED") return true;
  return status === "UNCONFIRMED" && promisedMs === null && !isSending;
}

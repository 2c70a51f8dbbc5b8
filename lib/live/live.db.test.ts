import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { addNote } from "@/lib/notes/mutations";
import { NUDGE_FACTS_SQL, type NudgeFacts } from "@/lib/nudges/nudge-facts";
import { endNudge } from "@/lib/nudges/nudge-rows";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";
import { endSession, findLivingSessions } from "@/lib/users/sessions";
import { openEventStream } from "./event-stream";
import { createLiveHub, type LiveHub, MAX_STREAMS_PER_PERSON } from "./hub";
import type { LiveMessage } from "./news";

const database = useTestDatabase();
useSimulatorEnv();

let hub: LiveHub | undefined;
// The database sees a closed connection a moment later, and the next test would take it for its own.
afterEach(async () => {
  await hub?.close();
  await expect.poll(isListening).toBe(false);
});

function startHub(beatMs = 60_000): LiveHub {
  hub = createLiveHub({
    connectionString: database.url,
    findLivingSessions,
    gatherMs: 10,
    beatMs,
    lingerMs: 10,
  });
  return hub;
}

function watch({ sessionId, userId }: { sessionId?: string; userId?: string } = {}) {
  const told: (LiveMessage | "beat")[] = [];
  const seen = { told, isEnded: false };
  const leave = (hub ?? startHub()).join({
    userId: userId ?? randomUUID(),
    sessionId: sessionId ?? randomUUID(),
    send: (message) => told.push(message) > 0,
    end: () => {
      seen.isEnded = true;
    },
  });
  return { ...seen, leave, isEnded: () => seen.isEnded };
}

async function isListening(): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    "select 1 from pg_stat_activity where datname = current_database() and application_name = 'mitra-live' and query = 'listen mitra_live' and state = 'idle'",
  );
  return rowCount === 1;
}

async function listens(): Promise<void> {
  await expect.poll(isListening).toBe(true);
}

async function makeRegistration(): Promise<string> {
  await syncCredentialFromEnv();
  const saved = await registerMerchant(await makeManager(), makeSubmission());
  if (saved.kind !== "saved") throw new Error(saved.kind);
  return saved.id;
}

describe("what the database tells", () => {
  test("a change is told with its id, a new registration as added, gathered into one message", async () => {
    startHub();
    const page = watch();
    await listens();
    const id = await makeRegistration();
    await expect.poll(() => page.told.at(-1)).toMatchObject({ added: true });
    page.told.length = 0;
    await database.pool.query("update registration set updated_at = now() where id = $1", [id]);
    await expect.poll(() => page.told).toEqual([{ ids: [id], added: false }]);
  });

  test("a change of very many is told without ids", async () => {
    for (let made = 0; made < 21; made += 1) await makeRegistration();
    startHub();
    const page = watch();
    await listens();
    await database.pool.query("update registration set updated_at = now()");
    await expect.poll(() => page.told).toEqual([{ ids: null, added: false }]);
  });

  test("a change that touches no row, or is taken back, is not told", async () => {
    const id = await makeRegistration();
    startHub();
    const page = watch();
    await listens();
    await database.pool.query("update registration set updated_at = now() where false");
    await database.pool.query("begin; update registration set updated_at = now(); rollback");
    await database.pool.query("update registration set updated_at = now() where id = $1", [id]);
    await expect.poll(() => page.told).toEqual([{ ids: [id], added: false }]);
  });

  test("a note, and what became of a reminder, are told as a change of the registration", async () => {
    const id = await makeRegistration();
    const rina = await makeManager("Rina");
    startHub();
    const page = watch();
    await listens();
    await addNote(rina, id, { id: randomUUID(), text: "Sudah ditelepon" });
    await expect.poll(() => page.told).toEqual([{ ids: [id], added: false }]);
    page.told.length = 0;
    const { rows } = await database.pool.query<NudgeFacts>(NUDGE_FACTS_SQL, [id, "simulator"]);
    const [facts] = rows;
    if (!facts) throw new Error("There is no such registration");
    await endNudge(database.pool, { nudgeId: randomUUID(), facts, ending: { kind: "sent" } });
    await expect.poll(() => page.told).toEqual([{ ids: [id], added: false }]);
  });

  test("nothing is said while no page is open, and the connection goes with the last one", async () => {
    const watched = async () =>
      (await database.pool.query<{ watched: boolean }>("select is_live_watched() as watched")).rows[0]
        ?.watched;
    expect(await watched()).toBe(false);
    startHub();
    const page = watch();
    await listens();
    expect(await watched()).toBe(true);
    page.leave?.();
    await expect.poll(watched).toBe(false);
    expect(await isListening()).toBe(false);
  });
});

describe("a stream", () => {
  test("ends at once when its session ends, and only that one", async () => {
    const actor = await makeActor(await makePerson());
    startHub();
    const [ended, other] = [watch({ sessionId: actor.sessionId }), watch()];
    await listens();
    await database.prisma.$transaction((tx) => endSession(tx, actor.sessionId));
    await expect.poll(ended.isEnded, { timeout: 1_000 }).toBe(true);
    expect(other.isEnded()).toBe(false);
  });

  test("ends with the next beat when its session ran out, which nobody tells", async () => {
    const actor = await makeActor(await makePerson());
    startHub(50);
    const page = watch({ sessionId: actor.sessionId });
    await expect.poll(() => page.told).toContain("beat");
    await database.pool.query("update session set expires_at = now() where id = $1", [actor.sessionId]);
    await expect.poll(page.isEnded).toBe(true);
  });

  test("hears that something may have been missed once its lost connection stands again", async () => {
    startHub();
    const page = watch();
    await listens();
    await database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mitra-live' and datname = current_database()",
    );
    await expect.poll(() => page.told).toEqual([{ ids: null, added: false }]);
    await listens();
  });

  test("is refused where one person has too many, and where the process is stopping", async () => {
    startHub();
    const userId = randomUUID();
    const pages = Array.from({ length: MAX_STREAMS_PER_PERSON }, () => watch({ userId }));
    expect(watch({ userId }).leave).toBeNull();
    expect(watch().leave).not.toBeNull();
    pages[0]?.leave?.();
    expect(watch({ userId }).leave).not.toBeNull();
    await hub?.close();
    expect(pages.slice(1).every((page) => page.isEnded())).toBe(true);
    expect(watch().leave).toBeNull();
  });

  test("is text that EventSource reads, until the browser goes or stops reading", async () => {
    const id = await makeRegistration();
    const actor = await makeActor(await makePerson());
    const gone = new AbortController();
    const reader = openEventStream(startHub(), actor, gone.signal)?.getReader();
    const read = async () => new TextDecoder().decode((await reader?.read())?.value);
    expect(await read()).toBe("retry: 3000\n\n");
    await listens();
    await database.pool.query("update registration set updated_at = now() where id = $1", [id]);
    expect(await read()).toBe(`data: {"ids":["${id}"],"added":false}\n\n`);
    gone.abort();
    await expect.poll(isListening).toBe(false);
  });
});

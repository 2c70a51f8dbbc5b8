import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepAlive } from "../processes/service.mjs";
import { concernOf, reloadOnChange, watchTree } from "./dev-reload.mjs";

let root = "";
let closing: (() => void)[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "mitra-reload-"));
  mkdirSync(join(root, "lib/worker"), { recursive: true });
  mkdirSync(join(root, "prisma/migrations/1_first"), { recursive: true });
  write("lib/worker/tasks.ts", "1");
});

afterEach(() => {
  for (const close of closing) close();
  closing = [];
  rmSync(root, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  writeFileSync(join(root, file), text);
}

/** What editors do, so that a file is never seen half written. */
function replace(file: string, text: string): void {
  write(`${file}.tmp`, text);
  renameSync(join(root, `${file}.tmp`), join(root, file));
}

/** Things that happen, to be awaited one by one. */
function createQueue<Item>() {
  const items: Item[] = [];
  let wake = () => {};
  return {
    items,
    push(item: Item) {
      items.push(item);
      wake();
    },
    async next(): Promise<Item> {
      while (items.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return items.shift() as Item;
    },
  };
}

function watchRoot() {
  const changes = createQueue<string[]>();
  const watching = watchTree(root, ["lib", "prisma"], changes.push);
  closing.push(watching.close);
  return {
    next: changes.next,
    /** Waits until it is told of the file, whatever else it is told of before. */
    async hear(file: string): Promise<void> {
      while (!(await changes.next()).includes(file));
    },
  };
}

describe("watching the sources", () => {
  it("tells of a file that was written, and of what was written with it, at once", async () => {
    const changes = watchRoot();
    write("lib/worker/tasks.ts", "2");
    write("lib/worker/other.ts", "1");
    expect((await changes.next()).sort()).toEqual(["lib/worker/other.ts", "lib/worker/tasks.ts"]);
  });

  it("goes on telling of a file that editors replace instead of writing", async () => {
    const changes = watchRoot();
    for (const text of ["2", "3", "4"]) {
      replace("lib/worker/tasks.ts", text);
      await changes.hear("lib/worker/tasks.ts");
    }
    write("lib/worker/tasks.ts", "5");
    await changes.hear("lib/worker/tasks.ts");
  });

  it("looks into folders that came later, also under a name that was there before", async () => {
    const changes = watchRoot();
    mkdirSync(join(root, "lib/views/deep"), { recursive: true });
    write("lib/views/deep/view.ts", "1");
    await changes.hear("lib/views/deep/view.ts");
    rmSync(join(root, "lib/views"), { recursive: true });
    await changes.hear("lib/views");
    mkdirSync(join(root, "lib/views"));
    write("lib/views/view.ts", "1");
    await changes.hear("lib/views/view.ts");
    write("lib/views/view.ts", "2");
    await changes.hear("lib/views/view.ts");
  });

  it("tells of a file that was removed", async () => {
    const changes = watchRoot();
    rmSync(join(root, "lib/worker/tasks.ts"));
    await changes.hear("lib/worker/tasks.ts");
  });
});

describe("whom a change concerns", () => {
  const cases: [file: string, concern: ReturnType<typeof concernOf>][] = [
    ["lib/worker/tasks.ts", "worker"],
    ["lib/i18n/messages/en.json", "worker"],
    ["lib/doku/client.ts", "worker"],
    ["lib/stand-in/ledger/ledger.ts", "stand-in"],
    ["lib/stand-in/ledger/ledger.test.ts", null],
    ["lib/worker/tasks.db.test.ts", null],
    ["lib/testing/database.ts", null],
    ["lib/generated/prisma/client.ts", null],
    ["lib/worker/.tasks.ts.swp", null],
    ["prisma/schema.prisma", "schema"],
    ["prisma/migrations/1_first/migration.sql", "schema"],
    ["prisma/migrations/1_first", null],
  ];
  for (const [file, concern] of cases) {
    it(`${file}: ${concern ?? "nobody"}`, () => expect(concernOf(file)).toBe(concern));
  }
});

describe("a process whose sources change", () => {
  /** A service that is kept alive, whose ends are called by the test or asked for by `children.end`. */
  async function keepWorker() {
    const life = { isStopping: false };
    const starts = createQueue<() => void>();
    const deaths: number[] = [];
    let end = () => {};
    const restart = await keepAlive({
      life,
      async start() {
        const exited = new Promise<void>((resolve) => (end = resolve));
        starts.push(end);
        return { exited };
      },
      onDeath: (delayMs) => deaths.push(delayMs),
      onGivenUp: () => {},
    });
    const said = createQueue<string>();
    const watching = reloadOnChange({
      root,
      restarts: new Map([["worker", restart]]),
      children: { end: async () => end() },
      say: said.push,
    });
    closing.push(watching.close, () => {
      life.isStopping = true;
      end();
    });
    await starts.next();
    return { starts, deaths, said, kill: () => end() };
  }

  it("is started again, says why, and has not died", async () => {
    const { starts, deaths, said } = await keepWorker();
    for (const text of ["2", "3", "4", "5", "6", "7"]) {
      write("lib/worker/tasks.ts", text);
      await starts.next();
      expect(await said.next()).toBe("  · worker restarted: lib/worker/tasks.ts changed");
    }
    expect(deaths).toEqual([]);
  });

  it("is started at once where it died and waits to be started", async () => {
    const { starts, deaths, said, kill } = await keepWorker();
    kill();
    write("lib/worker/tasks.ts", "2");
    await starts.next();
    await said.next();
    expect(deaths).toEqual([1_000]);
  });

  it("only is told of where the schema or a migration changed", async () => {
    const { starts, said } = await keepWorker();
    write("prisma/migrations/1_first/migration.sql", "select 1");
    expect(await said.next()).toBe(
      "  ! prisma/migrations/1_first/migration.sql changed. A migration waits: restart npm run dev, or run npm run migrate.",
    );
    write("prisma/schema.prisma", "model");
    expect(await said.next()).toContain("prisma/schema.prisma changed.");
    expect(starts.items).toEqual([]);
  });
});

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPostmaster } from "../scripts/postgres/orphan.mjs";
import { createChildren } from "../scripts/processes/children.mjs";
import { readHolder } from "../scripts/processes/lock.mjs";
import { isRunning, waitUntil } from "../scripts/processes/processes.mjs";
import { prepareFolder } from "../scripts/settings/data-dir.mjs";
import { type Product, startProduct } from "../scripts/test/product.mjs";
import { ADMIN } from "./story";

/** A product of a story's own, whose every process can be killed and which starts again on the same data. */
export type MortalProduct = {
  start(): Promise<Product>;
  /** `kill -9` of the launcher, the web server, the worker, the stand-in and PostgreSQL, all in one moment. */
  killEverything(): Promise<void>;
  /** Ends it as a person does. */
  stop(): Promise<void>;
  /** Copies its data folder, while it is stopped. */
  copyData(): void;
  /** The data folder is the copy's again, while it is stopped; what the stand-in knows, as DOKU would, stays. */
  putDataBack(): void;
  /** Ends it as a person does and removes its data. */
  remove(): Promise<void>;
};

const NAME = "mortal";

export function createMortalProduct(settings: Record<string, string> = {}): MortalProduct {
  const folder = mkdtempSync(join(tmpdir(), "mitra-story-"));
  // The user of PostgreSQL must come through it to the data folder inside.
  prepareFolder(folder);
  const dataDir = join(folder, NAME);
  const children = createChildren(() => {});
  const copy = join(folder, "copy");
  const env = { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password, ...settings };
  let product: Product | null = null;

  async function stop(): Promise<void> {
    await product?.stop();
    product = null;
  }

  return {
    async start() {
      product = await startProduct({ children, name: NAME, dataDir, env });
      return product;
    },
    async killEverything() {
      const record = readHolder(join(dataDir, "start.json"));
      if (!record) throw new Error("it is not running");
      // The launcher first, or it would start again what dies.
      const all = [record.holder, ...record.children];
      const database = readPostmaster(join(dataDir, "postgres"));
      if (database) all.push({ pid: database.pid, identity: null });
      for (const { pid } of all) process.kill(pid, "SIGKILL");
      await waitUntil(() => !all.some(isRunning), { timeoutMs: 10_000, everyMs: 20 });
      product = null;
    },
    stop,
    copyData() {
      // With owners and modes, as the manual has it.
      execFileSync("cp", ["-a", dataDir, copy]);
    },
    putDataBack() {
      const ledger = "stand-in-ledger.jsonl";
      copyFileSync(join(dataDir, ledger), join(copy, ledger));
      rmSync(dataDir, { recursive: true });
      execFileSync("cp", ["-a", copy, dataDir]);
    },
    async remove() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

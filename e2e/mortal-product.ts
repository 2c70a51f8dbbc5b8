import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createChildren } from "../scripts/children.mjs";
import { prepareFolder } from "../scripts/data-dir.mjs";
import { readHolder } from "../scripts/lock.mjs";
import { readPostmaster } from "../scripts/postgres-orphan.mjs";
import { isRunning, waitUntil } from "../scripts/processes.mjs";
import { type Product, startProduct } from "../scripts/product.mjs";
import { ADMIN } from "./story";

/** A product of a story's own, whose every process can be killed and which starts again on the same data. */
export type MortalProduct = {
  start(): Promise<Product>;
  /** `kill -9` of the launcher, the web server, the worker, the stand-in and PostgreSQL, all in one moment. */
  killEverything(): Promise<void>;
  /** Ends it as a person does and removes its data. */
  remove(): Promise<void>;
};

const NAME = "mortal";

export function createMortalProduct(): MortalProduct {
  const folder = mkdtempSync(join(tmpdir(), "mitra-story-"));
  // The user of PostgreSQL must come through it to the data folder inside.
  prepareFolder(folder);
  const dataDir = join(folder, NAME);
  const children = createChildren(() => {});
  const env = { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password };
  let product: Product | null = null;
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
    async remove() {
      await product?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

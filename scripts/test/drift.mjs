// Whether the migrations make exactly the tables that schema.prisma describes.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../checkout/root.mjs";
import { startThrowAwayPostgres } from "../postgres/postgres.mjs";
import { typescript } from "../start/programs.mjs";

/** Prisma's schema engine, if a real one is at hand: named by the environment, or fetched at installation. */
export function findSchemaEngine() {
  const engines = join(ROOT, "node_modules/@prisma/engines");
  const fetched = readdirSync(engines).find((name) => name.startsWith("schema-engine-"));
  const path = process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? (fetched && join(engines, fetched));
  if (!path || !existsSync(path)) return null;
  // The variable often names just any file, which is enough for `prisma generate`.
  const answer = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 10_000 });
  return answer.stdout?.startsWith("schema-engine") ? path : null;
}

/**
 * Throws what differs, if anything does.
 *
 * @param {import("../processes/children.mjs").Children} children
 * @param {string} engine
 */
export async function requireNoDrift(children, engine) {
  const postgres = await startThrowAwayPostgres();
  try {
    const env = {
      ...process.env,
      DATABASE_URL: postgres.url,
      DATABASE_DIRECT_URL: "",
      PRISMA_SCHEMA_ENGINE_BINARY: engine,
    };
    await children.run("migrate", process.execPath, typescript("scripts/programs/migrate.ts"), {
      cwd: ROOT,
      env,
    });
    const cli = join(ROOT, "node_modules/prisma/build/index.js");
    const diff = [
      "migrate",
      "diff",
      "--from-config-datasource",
      "--to-schema",
      "prisma/schema.prisma",
      "--exit-code",
    ];
    await children.run("prisma migrate diff", process.execPath, [cli, ...diff], { cwd: ROOT, env });
  } finally {
    await postgres.stop();
  }
}

// How a production command begins: from what was built before, with the database it was told. It installs nothing,
// builds nothing and writes nothing beside its code, so it runs as any user from a folder that nobody may write.
import { createRequire } from "node:module";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { findRelease } from "../checkout/release.mjs";
import { ROOT } from "../checkout/root.mjs";
import { createChildren } from "../processes/children.mjs";
import { loadSettingsFile, readAddress } from "../settings/settings.mjs";
import { readOptions } from "../terminal/options.mjs";
import { StartProblem } from "../terminal/progress.mjs";

/**
 * @typedef {{ release: string, programs: string, env: NodeJS.ProcessEnv, children: import("../processes/children.mjs").Children }} Production
 *   `children` runs short programs before the real one
 */

/**
 * Runs in this very process, so that nothing stays beside it, the file that `prepare` returns. Whatever is missing ends
 * it with a sentence.
 *
 * @param {(production: Production) => Promise<string>} prepare
 */
export async function inProduction(prepare) {
  // Whoever writes something behind it expects another thing than what would happen.
  readOptions(
    {},
    `Usage: npm run ${basename(process.argv[1] ?? "", ".mjs")}. Its settings stand in the environment`,
  );
  try {
    const { release, env } = readProduction();
    const children = createChildren(() => {});
    const programs = `${release}/programs`;
    const file = await prepare({ release, programs, env, children });
    Object.assign(process.env, env);
    process.chdir(release);
    // As `node file` would: imported, a file of CommonJS is read twice, which costs the worker 20 MB.
    if (file.endsWith(".mjs")) await import(pathToFileURL(file).href);
    else createRequire(import.meta.url)(file);
  } catch (error) {
    console.error(error instanceof StartProblem ? error.message : error);
    process.exitCode = 1;
  }
}

/** The release and the environment of a production command. @returns {{ release: string, env: NodeJS.ProcessEnv }} */
export function readProduction() {
  loadSettingsFile(ROOT);
  const release = findRelease(ROOT);
  if (!release) {
    throw new StartProblem(
      "There is no finished build of these sources, and this command builds nothing. Nothing was started. Run npm ci and npm run build first.",
    );
  }
  return { release, env: { ...process.env, NODE_ENV: "production", ...derive(process.env) } };
}

/** Throws a sentence without the address of a database: this command makes none of its own. @param {NodeJS.ProcessEnv} env */
export function requireDatabaseAddress(env) {
  if (env.DATABASE_URL?.trim()) return;
  throw new StartProblem(
    "DATABASE_URL is missing. Nothing was started and no database was made: this command works on the PostgreSQL you name. (npm start brings its own.)",
  );
}

/** @param {NodeJS.ProcessEnv} env */
function derive(env) {
  const { host, port, url } = readAddress(env);
  return {
    HOSTNAME: host,
    PORT: String(port),
    NEXTAUTH_URL: env.NEXTAUTH_URL?.trim() || url,
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

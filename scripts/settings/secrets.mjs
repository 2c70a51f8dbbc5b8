// What a data folder keeps secret: made once, readable by its owner alone.
import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartProblem } from "../terminal/progress.mjs";
import { makeFolder } from "./data-dir.mjs";

/**
 * @typedef {{ databasePassword: string, nextAuthSecret: string, standInClientId: string, standInSecret: string }} Secrets
 */

/**
 * The folder's secrets; those that are not there yet are generated and kept in `secrets.json` (mode 0600).
 *
 * @param {string} dataDir
 * @returns {Secrets}
 */
export function readOrCreateSecrets(dataDir) {
  const file = join(dataDir, "secrets.json");
  const kept = readKept(file);
  const secrets = {
    databasePassword: kept.databasePassword ?? randomBytes(24).toString("base64url"),
    nextAuthSecret: kept.nextAuthSecret ?? randomBytes(48).toString("base64url"),
    standInClientId: kept.standInClientId ?? `BRN-STANDIN-${randomBytes(4).toString("hex").toUpperCase()}`,
    standInSecret: kept.standInSecret ?? `SK-STANDIN-${randomBytes(24).toString("base64url")}`,
  };
  if (Object.keys(secrets).every((name) => name in kept)) return secrets;
  makeFolder(dataDir);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return secrets;
}

/** @param {string} file @returns {Partial<Secrets>} */
function readKept(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw new StartProblem(`${file} cannot be read by this user. Start Mitra as the user it belongs to.`, {
      cause: error,
    });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    // A new secret would lock everybody out of the database that the old one opens.
    throw new StartProblem(`${file} cannot be read as JSON. Restore it from a backup.`, { cause });
  }
}

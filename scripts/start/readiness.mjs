// What must hold before anything serves: a sound environment, a current schema, somebody who can sign in.
import { ROOT } from "../checkout/root.mjs";
import { StartProblem } from "../terminal/progress.mjs";
import { program } from "./programs.mjs";

/**
 * @typedef {{ kind: "exists" } | { kind: "created", email: string } | { kind: "setup", url: string } | { kind: "missing" }} FirstAdmin
 * @typedef {{ programs: string | null, env: NodeJS.ProcessEnv }} Surroundings `programs` is the folder of the bundled ones; null runs the sources
 */

/**
 * Throws with one line for each wrong or missing variable, and no value of one.
 *
 * @param {import("../processes/children.mjs").Children} children
 * @param {Surroundings} surroundings
 */
export async function requireSoundEnvironment(children, { programs, env }) {
  try {
    await children.run("environment", process.execPath, program(programs, "check-env"), { cwd: ROOT, env });
  } catch (error) {
    const isList = error instanceof StartProblem && error.message.includes("(exit 2)");
    if (!isList) throw error;
    const lines = error.message.split("\n").slice(2);
    throw new StartProblem(
      `These settings need a change:\n${lines.map((line) => `    - ${line}`).join("\n")}`,
    );
  }
}

/**
 * Sees to a current schema and to somebody who can sign in.
 *
 * @param {import("../processes/children.mjs").Children} children
 * @param {Surroundings & { isMigrating?: boolean, offer: "link" | "nothing" }} options
 *   `isMigrating` brings the schema up to date, else an older one is refused; `offer` is what happens where nobody can
 *   sign in and no ADMIN_EMAIL is set: a one-time link, for a terminal alone, or nothing
 * @returns {Promise<{ applied: string[], admin: FirstAdmin }>}
 */
export async function prepareDatabase(children, { programs, env, isMigrating = false, offer }) {
  const flags = [isMigrating ? ["--migrate"] : [], offer === "link" ? ["--offer-link"] : []].flat();
  const output = await children
    .run("schema", process.execPath, program(programs, "prepare-database", flags), { cwd: ROOT, env })
    .catch((error) => {
      throw new StartProblem(findJson(error.message)?.problem ?? error.message);
    });
  return findJson(output);
}

/** The last line that is an object: tools may have said something before it. @param {string} output */
function findJson(output) {
  const line = output.split("\n").findLast((text) => text.startsWith("{"));
  return line ? JSON.parse(line) : null;
}

/** @param {FirstAdmin} admin @returns {[name: string, text: string]} */
export function describeSignIn(admin) {
  switch (admin.kind) {
    case "setup":
      return ["First admin", `${admin.url}   (once, within 24 hours)`];
    case "created":
      return ["Sign in", `as ${admin.email}, with the password in ADMIN_PASSWORD`];
    case "missing":
      return [
        "Nobody can sign in yet",
        "set ADMIN_EMAIL and ADMIN_PASSWORD, or get a one-time link: npm run user -- first-admin",
      ];
    case "exists":
      return ["Sign in", "with your email and password"];
  }
}

// What must hold before anything serves: a sound environment, a current schema, somebody who can sign in.
import { ROOT } from "./checkout.mjs";
import { typescript } from "./programs.mjs";
import { StartProblem } from "./progress.mjs";

/**
 * @typedef {{ kind: "exists" } | { kind: "created", email: string } | { kind: "setup", url: string }} FirstAdmin
 */

/**
 * Throws with one line for each wrong or missing variable, and no value of one.
 *
 * @param {import("./children.mjs").Children} children
 * @param {NodeJS.ProcessEnv} env
 */
export async function requireSoundEnvironment(children, env) {
  try {
    await children.run("environment", process.execPath, typescript("scripts/check-env.ts"), {
      cwd: ROOT,
      env,
    });
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
 * Brings the schema up to date, or with `isMigrating: false` refuses an older one, and sees to a first admin.
 *
 * @param {import("./children.mjs").Children} children
 * @param {{ env: NodeJS.ProcessEnv, isMigrating: boolean }} options
 * @returns {Promise<{ applied: string[], admin: FirstAdmin }>}
 */
export async function prepareDatabase(children, { env, isMigrating }) {
  const program = typescript("scripts/prepare-database.ts", isMigrating ? ["--migrate"] : []);
  const output = await children
    .run("schema", process.execPath, program, { cwd: ROOT, env })
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
    case "exists":
      return ["Sign in", "with your email and password"];
  }
}

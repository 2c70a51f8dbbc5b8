// What the sources are held to without running them.
import { join } from "node:path";
import { ROOT } from "../checkout/root.mjs";

const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", MITRA_DIST_DIR: "" };

/**
 * @param {import("../processes/children.mjs").Children} children
 * @param {string} name
 * @param {string} program below node_modules
 * @param {readonly string[]} args
 */
function runTool(children, name, program, args) {
  return children.run(name, process.execPath, [join(ROOT, "node_modules", program), ...args], {
    cwd: ROOT,
    env,
  });
}

/** @type {{ name: string, run(children: import("../processes/children.mjs").Children): Promise<unknown> }[]} */
export const CHECKS = [
  {
    name: "Types",
    async run(children) {
      await runTool(children, "next typegen", "next/dist/bin/next", ["typegen"]);
      await runTool(children, "tsc", "typescript/bin/tsc", ["--noEmit"]);
    },
  },
  {
    name: "Types of scripts",
    run: (children) => runTool(children, "tsc", "typescript/bin/tsc", ["-p", "scripts/tsconfig.json"]),
  },
  {
    name: "Nothing unused",
    run: (children) =>
      runTool(children, "knip", "knip/bin/knip.js", ["--no-progress", "--treat-config-hints-as-errors"]),
  },
  {
    name: "Format and lint",
    run: (children) =>
      runTool(children, "biome", "@biomejs/biome/bin/biome", ["check", "--error-on-warnings"]),
  },
];

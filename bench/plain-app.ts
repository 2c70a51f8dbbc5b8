import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "@/scripts/checkout/root.mjs";
import { freePort } from "@/scripts/processes/processes.mjs";
import { neutralEnvironment } from "@/scripts/test/product.mjs";
import { end, pidOf, startProcess } from "./deployment";

// What pages are weighed against: an app of the same Next and the same configuration, with nothing in it but a page
// that says hello and a table. It is written below the folder of builds, from where it finds the same packages.

const FOLDERS = join(ROOT, ".next/bench");
const NEXT = join(ROOT, "node_modules/next/dist/bin/next");

const files = (rows: readonly (readonly string[])[]) => ({
  "next.config.js": [
    "module.exports = {",
    `  ...require(${JSON.stringify(join(ROOT, "next.config.js"))}),`,
    '  distDir: ".next",',
    "  typescript: { ignoreBuildErrors: true },",
    `  turbopack: { root: ${JSON.stringify(ROOT)} },`,
    "};",
  ],
  // Next looks for one in the folders above as well, and would start the product's.
  "instrumentation.js": ["export function register() {}"],
  "app/layout.js": [
    "export default function Layout({ children }) {",
    '  return <html lang="en"><body>{children}</body></html>;',
    "}",
  ],
  "app/hello/page.js": [
    'export const dynamic = "force-dynamic";',
    "export default function Page() {",
    '  return <main><h1>Hello, world</h1><input aria-label="Plain" /></main>;',
    "}",
  ],
  "app/table/page.js": [
    'import Link from "next/link";',
    'import rows from "./rows.json";',
    'export const dynamic = "force-dynamic";',
    "export default function Page() {",
    "  return <main><table><tbody>{rows.map(([first, ...others], row) =>",
    '    <tr key={row}><td><Link href="/hello" prefetch={false}>{first}</Link></td>',
    "      {others.map((words, cell) => <td key={cell}>{words}</td>)}</tr>)}</tbody></table></main>;",
    "}",
  ],
  "app/table/rows.json": [JSON.stringify(rows)],
});

export type PlainApp = { origin: string; pid: number; stop: () => Promise<void> };

/**
 * Builds the app and starts its production server: `/hello`, and `/table` with these words in its cells, which are
 * all known beforehand. Both are rendered anew for every request, as every page of ours is.
 */
export async function startPlainApp(rows: readonly (readonly string[])[]): Promise<PlainApp> {
  mkdirSync(FOLDERS, { recursive: true });
  const folder = mkdtempSync(join(FOLDERS, "plain-app-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    for (const [file, lines] of Object.entries(files(rows))) {
      mkdirSync(join(folder, file, ".."), { recursive: true });
      writeFileSync(join(folder, file), lines.join("\n"));
    }
    const env = { ...neutralEnvironment(), NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
    execFileSync(process.execPath, [NEXT, "build", folder], { env, stdio: ["ignore", "ignore", "inherit"] });
    const port = String(await freePort());
    const program = [NEXT, "start", folder, "-H", "127.0.0.1", "-p", port];
    const { child } = await startProcess(program, { env, isReady: /Ready in/ });
    return {
      origin: `http://127.0.0.1:${port}`,
      pid: pidOf(child),
      async stop() {
        await end(child);
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

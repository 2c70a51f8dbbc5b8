import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createChildren } from "../processes/children.mjs";
import { waitUntil } from "../processes/processes.mjs";
import { arePackagesCurrent, installPackages, markUnfinished } from "./packages.mjs";

// npm is played by a program that does what the test says; everything else is real.

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "mitra-packages-"));
  write("package-lock.json", JSON.stringify({ packages: LOCK }));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

const LOCK = {
  "": {},
  "node_modules/next": { version: "1.0.0", integrity: "sha512-next" },
  "node_modules/swc-elsewhere": { version: "1.0.0", integrity: "sha512-swc", optional: true },
  "node_modules/vitest": { version: "1.0.0", integrity: "sha512-vitest", dev: true },
};

function write(file: string, text: string): void {
  const place = path.join(root, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
}

/** Puts the packages where npm would, with its own note of them. */
function unpack(...names: (keyof typeof LOCK)[]): void {
  for (const name of names) mkdirSync(path.join(root, name), { recursive: true });
  const noted = Object.fromEntries(names.map((name) => [name, LOCK[name]]));
  write("node_modules/.package-lock.json", JSON.stringify({ packages: noted }));
}

const REGISTRY = "https://registry.example/npm/";

/** An npm that runs `script` in the checkout; `calls` tells with which arguments it was called to install. */
function playNpm(script: string): { calls(): string[] } {
  const calls = path.join(root, "calls.txt");
  write(
    "npm.js",
    `const fs = require("node:fs");\nif (process.argv[2] === "config") return console.log(${JSON.stringify(REGISTRY)});\nfs.appendFileSync(${JSON.stringify(calls)}, process.argv.slice(2).join(" ") + "\\n");\n${script}`,
  );
  vi.stubEnv("npm_execpath", path.join(root, "npm.js"));
  return { calls: () => (existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : []) };
}

const UNPACK_NEXT = `
  fs.mkdirSync("node_modules/next", { recursive: true });
  fs.writeFileSync("node_modules/.package-lock.json", ${JSON.stringify(JSON.stringify({ packages: { "node_modules/next": LOCK["node_modules/next"] } }))});
`;

const isCurrent = (withTools = false) => arePackagesCurrent(root, { withTools });
const install = (withTools = false, children = createChildren(() => {})) =>
  installPackages(root, { withTools, children });

describe("packages", () => {
  it("are current where npm noted every one that is not another platform's", () => {
    unpack("node_modules/next");
    expect(isCurrent()).toBe(true);
  });

  it("lack the tools until something needs them", () => {
    unpack("node_modules/next");
    expect(isCurrent(true)).toBe(false);
    unpack("node_modules/next", "node_modules/vitest");
    expect(isCurrent(true)).toBe(true);
  });

  const stale: [title: string, change: () => void][] = [
    ["a folder is gone", () => rmSync(path.join(root, "node_modules/next"), { recursive: true })],
    ["npm's note is gone", () => rmSync(path.join(root, "node_modules/.package-lock.json"))],
    ["npm's note is cut off", () => write("node_modules/.package-lock.json", '{"packages":{')],
    [
      "the lock names another version",
      () =>
        write(
          "package-lock.json",
          JSON.stringify({
            packages: { ...LOCK, "node_modules/next": { version: "2.0.0", integrity: "x" } },
          }),
        ),
    ],
    ["an installation was interrupted, whatever npm noted", () => markUnfinished(root)],
  ];
  it.each(stale)("are not current when %s", (_title, change) => {
    unpack("node_modules/next");
    change();
    expect(isCurrent()).toBe(false);
  });
});

describe("installing", () => {
  it("installs what the lock says, without the tools, and counts from then on", async () => {
    const npm = playNpm(UNPACK_NEXT);
    await install();
    expect(npm.calls()).toEqual([expect.stringMatching(/^ci --omit=dev /)]);
    expect(isCurrent()).toBe(true);
  });

  const noteAddresses = `
    const { packages } = JSON.parse(fs.readFileSync("npm-shrinkwrap.json", "utf8"));
    fs.writeFileSync("addresses.json", JSON.stringify(Object.values(packages).map(({ resolved }) => resolved ?? null)));
  `;

  it("tells npm where each package is, and leaves the lock as it was", async () => {
    const scoped = {
      ...LOCK,
      "node_modules/a/node_modules/@b/c": { version: "2.0.0-beta.1", optional: true },
    };
    const [name, alias] = [
      "node_modules/alias",
      { name: "@real/one", version: "3.0.0", integrity: "sha512-x" },
    ];
    const lock = JSON.stringify({ packages: { ...scoped, [name]: { ...alias, optional: true } } });
    write("package-lock.json", lock);
    playNpm(noteAddresses + UNPACK_NEXT);
    await install();
    expect(JSON.parse(readFileSync(path.join(root, "addresses.json"), "utf8"))).toEqual([
      null,
      "https://registry.example/npm/next/-/next-1.0.0.tgz",
      "https://registry.example/npm/swc-elsewhere/-/swc-elsewhere-1.0.0.tgz",
      "https://registry.example/npm/vitest/-/vitest-1.0.0.tgz",
      null,
      "https://registry.example/npm/@real/one/-/one-3.0.0.tgz",
    ]);
    expect(readFileSync(path.join(root, "package-lock.json"), "utf8")).toBe(lock);
    expect(existsSync(path.join(root, "npm-shrinkwrap.json"))).toBe(false);
  });

  it("lets npm look for the packages where a registry keeps them elsewhere", async () => {
    const npm = playNpm(`
      if (fs.existsSync("npm-shrinkwrap.json")) { console.error("npm error code E404"); process.exit(1); }
      ${UNPACK_NEXT}
    `);
    await install();
    expect(npm.calls()).toHaveLength(2);
    expect(isCurrent()).toBe(true);
  });

  it("leaves out what only a debugger reads, and nothing else", async () => {
    playNpm(`${UNPACK_NEXT}
      fs.mkdirSync("node_modules/next/dist.map");
      for (const name of ["index.js", "index.js.map", "dist.map/pages.js.map", "dist.map/map.js"])
        fs.writeFileSync("node_modules/next/" + name, "");
    `);
    await install();
    const left = readdirSync(path.join(root, "node_modules/next"), { recursive: true });
    expect(left.toSorted()).toEqual(["dist.map", "dist.map/map.js", "index.js"]);
    expect(isCurrent()).toBe(true);
  });

  it("adds tools to packages that are complete, under whose feet a product may be running", async () => {
    unpack("node_modules/next");
    write("node_modules/next/index.js", "running");
    const { "node_modules/swc-elsewhere": _elsewhere, ...here } = LOCK;
    const noted = JSON.stringify(JSON.stringify({ packages: here }));
    const npm = playNpm(`
      fs.mkdirSync("node_modules/vitest");
      fs.writeFileSync("node_modules/.package-lock.json", ${noted});
    `);
    await install(true);
    expect(npm.calls()).toEqual([expect.stringMatching(/^install --no-save --include=dev /)]);
    expect(existsSync(path.join(root, "node_modules/next/index.js"))).toBe(true);
  });

  it("keeps the tools of whoever had them", async () => {
    unpack("node_modules/vitest");
    const npm = playNpm(`${UNPACK_NEXT} fs.writeFileSync("node_modules/next/index.js.map", "");`);
    await install();
    expect(npm.calls()).toEqual([expect.stringMatching(/^ci --include=dev /)]);
    expect(existsSync(path.join(root, "node_modules/next/index.js.map"))).toBe(true);
  });

  it("takes no folder that an interrupted npm made for a tool", async () => {
    write("node_modules/vitest/index.js", "");
    const npm = playNpm(UNPACK_NEXT);
    await install();
    expect(npm.calls()).toEqual([expect.stringMatching(/^ci --omit=dev /)]);
  });

  it("begins anew from an empty folder after one that npm did not survive", async () => {
    playNpm(
      `${UNPACK_NEXT} fs.writeFileSync("node_modules/half", ""); process.kill(process.pid, "SIGKILL");`,
    );
    await expect(install()).rejects.toThrow("npm failed (SIGKILL)");
    expect(isCurrent()).toBe(false);
    playNpm(`if (fs.existsSync("node_modules")) process.exit(9); ${UNPACK_NEXT}`);
    await install();
    expect(isCurrent()).toBe(true);
  });

  it("does not believe an npm that ends well and has installed nothing", async () => {
    playNpm(
      `fs.mkdirSync("node_modules/next", { recursive: true }); console.error("npm http fetch GET x attempt 1 failed with SELF_SIGNED_CERT_IN_CHAIN\\nnpm error Exit handler never called!");`,
    );
    await expect(install()).rejects.toThrow(/does not trust the certificate.*Exit handler never called/s);
    expect(isCurrent()).toBe(false);
  });

  it("calls no second npm after one that a stop has ended", async () => {
    const npm = playNpm(`process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);`);
    const children = createChildren(() => {});
    const installing = install(false, children);
    const outcome = expect(installing).rejects.toThrow();
    expect(await waitUntil(() => npm.calls().length === 1, { timeoutMs: 20_000 })).toBe(true);
    await children.end("all", { graceMs: 50 });
    await outcome;
    expect(npm.calls()).toHaveLength(1);
    expect(isCurrent()).toBe(false);
    await expect(install(false, children)).rejects.toThrow("not started any more");
    expect(npm.calls()).toHaveLength(1);
  });

  const reasons: [code: string, words: RegExp][] = [
    ["SELF_SIGNED_CERT_IN_CHAIN", /does not trust the certificate.*cafile/],
    ["ENOTFOUND", /could not reach its registry/],
    ["ECONNREFUSED", /could not reach its registry/],
    ["ENOSPC", /disk is full/],
    ["EACCES", /may not write here/],
    ["EINTEGRITY", /arrived damaged/],
    ["EUSAGE", /do not agree/],
    ["E401", /refused the login/],
    ["E404", /does not have all packages/],
  ];
  it.each(reasons)("tells what %s means", async (code, words) => {
    playNpm(`console.error("npm http fetch GET 200 x\\nnpm error code ${code}"); process.exit(1);`);
    const problem = await install().catch((error: Error) => error.message);
    expect(problem).toMatch(words);
    expect(problem).toContain(`npm error code ${code}`);
    expect(problem).not.toContain("npm http");
  });

  it("lets hear what npm does", async () => {
    playNpm(`console.error("npm http fetch GET 200 one"); ${UNPACK_NEXT}`);
    const heard: string[] = [];
    const onLine = (line: string) => void heard.push(line);
    await installPackages(root, { withTools: false, children: createChildren(() => {}), onLine });
    expect(heard).toEqual(["npm http fetch GET 200 one"]);
  });
});

import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { MEMORY_ENVIRONMENT } from "../scripts/start/programs.mjs";
import { caddyEnvironment, isInstalled, makePlace, writeCaddy, writeNginx } from "./testing/proxies";

// Every file for a deployment as the tool it is for reads it; where that tool is not on the machine its test is left out.

const ROOT = path.resolve(import.meta.dirname, "..");
const CHART = path.join(ROOT, "deploy/helm/mitra");
const UNITS = path.join(ROOT, "deploy/systemd");
/** Comes with graphile-worker; its own types are not installed. */
const yaml: { load(text: string): unknown; loadAll(text: string): unknown[] } = createRequire(
  import.meta.url,
)("js-yaml");

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "mitra-deploy-"));
  folders.push(folder);
  return folder;
}

/** A test that needs programs, and says in its title which of them it misses. */
function testWith(programs: string[], title: string, run: () => Promise<void> | void): void {
  const missing = programs.filter((program) => !isInstalled(program));
  const reason = missing.length > 0 ? ` (left out: no ${missing.join(", no ")} here)` : "";
  test.skipIf(missing.length > 0)(title + reason, run);
}

function say(program: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", ...options });
  return { status, text: `${stdout}${stderr}`.trim() };
}

const readText = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

function listFiles(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => path.join(folder, file))
    .filter((file) => statSync(path.join(ROOT, file)).isFile());
}

describe("the proxies", () => {
  testWith(["nginx", "openssl"], "nginx accepts its example", async () => {
    const place = await makePlace([3000, 3001]);
    folders.push(place.folder);
    const { status, text } = say("nginx", ["-t", "-p", place.folder, "-c", writeNginx(place)]);
    expect(text).toContain("syntax is ok");
    expect(text).not.toContain("[warn]");
    expect(status).toBe(0);
  });

  testWith(["caddy", "openssl"], "Caddy accepts its example, also exactly as it is", async () => {
    const place = await makePlace([3000, 3001]);
    folders.push(place.folder);
    for (const file of [writeCaddy(place), path.join(ROOT, "deploy/Caddyfile")]) {
      const args = ["validate", "--adapter", "caddyfile", "--config", file];
      const { status, text } = say("caddy", args, { env: caddyEnvironment(place.folder) });
      expect(text).toContain("Valid configuration");
      expect(status).toBe(0);
    }
  });
});

describe("the units of systemd", () => {
  for (const unit of ["mitra-migrate.service", "mitra-server@3000.service", "mitra-worker@1.service"]) {
    testWith(["systemd-analyze"], `${unit} is understood, every line of it`, () => {
      const folder = makeFolder();
      cpSync(UNITS, folder, { recursive: true });
      const template = path.join(folder, unit.replace(/@.*\./, "@."));
      const text = readFileSync(template, "utf8");
      expect(text).toContain("ExecStart=/usr/bin/node ");
      // Where Node is elsewhere, as here perhaps.
      writeFileSync(template, text.replaceAll("/usr/bin/node", realpathSync(process.execPath)));
      const env = { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` };
      expect(say("systemd-analyze", ["verify", "--man=no", unit], { env })).toEqual({ status: 0, text: "" });
    });
  }

  test("nothing forbids the engine to compile", () => {
    const settings = listFiles("deploy/systemd").flatMap((file) => readText(file).split("\n"));
    expect(settings.filter((line) => line.startsWith("MemoryDenyWriteExecute"))).toEqual([]);
  });
});

describe("the chart", () => {
  const given = ["--set", "existingSecret=mitra", "--set", "serviceMonitor.enabled=true"];

  testWith(["helm"], "helm finds nothing wrong with it", () => {
    const { status, text } = say("helm", ["lint", "--strict", CHART, ...given]);
    expect(text).toContain("0 chart(s) failed");
    expect(status).toBe(0);
  });

  testWith(["helm"], "helm renders it, and refuses it without a secret", () => {
    const rendered = execFileSync("helm", ["template", "mitra", CHART, ...given], { encoding: "utf8" });
    const kinds = yaml
      .loadAll(rendered)
      .flatMap((document) => (isObject(document) ? [String(document.kind)] : []));
    expect(new Set(kinds)).toEqual(
      new Set(["Deployment", "Ingress", "Job", "PodDisruptionBudget", "Service", "ServiceMonitor"]),
    );
    expect(say("helm", ["template", "mitra", CHART]).text).toContain("existingSecret is not set");
  });

  test("its facts and values are YAML", () => {
    expect(yaml.load(readText("deploy/helm/mitra/Chart.yaml"))).toMatchObject({
      apiVersion: "v2",
      name: "mitra",
      appVersion: JSON.parse(readText("package.json")).version,
    });
    expect(yaml.load(readText("deploy/helm/mitra/values.yaml"))).toMatchObject({
      server: { replicas: 2 },
      worker: { replicas: 2 },
    });
  });

  for (const file of listFiles("deploy/helm/mitra/templates").filter((name) => name.endsWith(".yaml"))) {
    test(`${path.basename(file)} is YAML around its blanks`, () => {
      const documents = yaml.loadAll(withoutBlanks(readText(file)));
      expect(documents.length).toBeGreaterThan(0);
      for (const document of documents) expect(document).toMatchObject({ metadata: { name: "blank" } });
    });
  }

  test("its values are those that its templates ask for", () => {
    const templates = listFiles("deploy/helm/mitra/templates").map(readText).join("\n");
    const asked = new Set([...templates.matchAll(/\.Values\.([\w.]+)/g)].map(([, name]) => name ?? ""));
    const values = yaml.load(readText("deploy/helm/mitra/values.yaml"));
    const unknown = [...asked].filter((name) => !has(values, name.split(".")));
    expect(asked.size).toBeGreaterThan(10);
    expect(unknown).toEqual([]);
  });
});

/** What stays of a template when nothing is filled in: lines that are only instructions go, blanks become a word. */
function withoutBlanks(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*(\{\{.*?\}\}\s*)+$/.test(line))
    .map((line) => line.replace(/"?\{\{.*?\}\}"?(-\w+)?/g, "blank"))
    .join("\n");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function has(value: unknown, [name, ...rest]: string[]): boolean {
  return name === undefined || (isObject(value) && name in value && has(value[name], rest));
}

describe("compose.yaml", () => {
  const isV2 = isInstalled("docker") && say("docker", ["compose", "version"]).status === 0;
  const command = isV2 ? ["docker", "compose"] : ["docker-compose"];

  testWith(command.slice(0, 1), "compose understands it, with what new-env writes and nothing else", () => {
    const folder = makeFolder();
    cpSync(path.join(ROOT, "compose.yaml"), path.join(folder, "compose.yaml"));
    execFileSync(process.execPath, [path.join(ROOT, "scripts/new-env.mjs")], { cwd: folder });
    // npm start's own file means nothing to it.
    writeFileSync(path.join(folder, ".env"), "NEXTAUTH_URL=http://elsewhere\nPORT=1\n");
    const [program = "", ...args] = command;
    const { status, text } = say(program, [...args, "config"], { cwd: folder });
    expect(status).toBe(0);
    expect(text).toContain("NEXTAUTH_URL: http://localhost:3000");
    expect(text).not.toContain("elsewhere");
  });

  test("its processes may write nothing, have no rights and the time to end in order", () => {
    const { services } = yaml.load(readText("compose.yaml")) as { services: Record<string, unknown> };
    expect(Object.keys(services)).toEqual(["database", "migrate", "server", "worker", "stand-in"]);
    for (const name of ["migrate", "server", "worker", "stand-in"]) {
      expect(services[name], name).toMatchObject({
        image: "mitra",
        read_only: true,
        tmpfs: "/tmp",
        cap_drop: ["ALL"],
        stop_grace_period: "35s",
      });
    }
    expect(services).toMatchObject({
      server: { deploy: { replicas: 2 } },
      worker: { deploy: { replicas: 2 } },
    });
  });
});

describe("the alerts", () => {
  testWith(["promtool"], "Prometheus accepts them, and they go off when they should", () => {
    const rules = say("promtool", ["check", "rules", path.join(ROOT, "deploy/prometheus-rules.yaml")]);
    expect(rules.text).toContain("SUCCESS");
    const cases = path.join(ROOT, "deploy/testing/prometheus-rules.test.yaml");
    expect(say("promtool", ["test", "rules", cases]).text).toContain("SUCCESS");
  });

  test("they and the guide name only figures that there are", () => {
    const product = readText("lib/metrics.ts");
    const named = ["deploy/prometheus-rules.yaml", "docs/operate.md"].flatMap((file) => [
      ...readText(file).matchAll(/\bmitra_[a-z_]+/g),
    ]);
    const figures = new Set(named.map(([name]) => name).filter((name) => !OTHER_NAMES.has(name)));
    expect(figures.size).toBeGreaterThan(5);
    expect([...figures].filter((name) => !product.includes(`"${name}"`))).toEqual([]);
  });
});

/** Of a database and of a cookie. */
const OTHER_NAMES = new Set(["mitra_restored", "mitra_server"]);

test("servers and workers get the same memory everywhere", () => {
  const flagsOf = (text: string) =>
    [...text.matchAll(/--(max-[\w-]+=\d+|liftoff-only)/g)].map(([flag]) => flag).sort();
  const wanted = flagsOf(readText("scripts/start/programs.mjs"));
  expect(wanted).toHaveLength(5);
  const places = {
    compose: ["compose.yaml"],
    systemd: listFiles("deploy/systemd"),
    chart: listFiles("deploy/helm"),
  };
  for (const [place, files] of Object.entries(places)) {
    expect(flagsOf(files.map(readText).join("\n")), place).toEqual(wanted);
  }
  const [[name, value] = []] = Object.entries(MEMORY_ENVIRONMENT);
  for (const file of ["Dockerfile", "deploy/systemd/mitra-.service.d/hardening.conf"])
    expect(readText(file), file).toMatch(new RegExp(`^(ENV |Environment=)${name}=${value}$`, "m"));
});

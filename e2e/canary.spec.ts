import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { APIRequestContext, APIResponse, Page } from "@playwright/test";
import pg from "pg";
import { permissionsOf } from "@/lib/authority/permissions";
import { EXPORT_COLUMNS } from "@/lib/export/columns";
import { LIST_COLUMNS } from "@/lib/registrations/list/filter";
import { SECRETS_OF_ANSWERS } from "@/lib/stand-in/asking/answer-body";
import { readArchive } from "@/lib/testing/read-workbook";
import { addPerson, makePerson, setUp } from "./person";
import { expect, expectStatus, makeMerchant, PROVEN, register, test } from "./story";
import { makeWord } from "./unique-word";

test.use({ role: "admin" });

// One person stands in everything that somebody typed, uploaded or answered. A viewer then opens every page, takes every
// file and calls every action; of that person nothing may come, in whatever form. Which pages and actions there are is
// read from the sources and the build, so that a new one cannot be forgotten.

const RUN = makeWord();
const FAMILY = `Wirastuti${RUN}`;
const EMAIL = `zubaidah.${FAMILY.toLowerCase()}@burung-kenari.example`;
const PHONE = "0817-6543-2109";
/** In what names somebody or something for everyone to see: a contact has no place there, a name has. */
const IN_A_LABEL = `${EMAIL} ${PHONE}`;
/** In what is said of people. */
const IN_WORDS = `Zubaidah ${FAMILY}, ${IN_A_LABEL}, NIK 3171234567890001`;

/** What DOKU's answers carry for nobody: not even an admin sees it. */
const SECRETS = Object.values(SECRETS_OF_ANSWERS).map((secret) => secret.toLowerCase());

const AS_PAGE_AND_AS_DATA: readonly Record<string, string>[] = [{}, { rsc: "1" }];

/** Playwright runs where its configuration stands. */
const ROOT = process.cwd();

/** What of the canary stands in a text; dates and signs between the digits of a number hide nothing. */
function found(text: string): string[] {
  const plain = decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, "%25")).toLowerCase();
  const digits = plain.replace(/[\s().-]/g, "");
  return [
    ...[FAMILY.toLowerCase(), EMAIL.split("@")[0] ?? ""].filter((part) => plain.includes(part)),
    ...["81765432109", "3171234567890001"].filter((part) => digits.includes(part)),
    ...SECRETS.filter((secret) => plain.includes(secret)),
  ];
}

type Planted = { registrations: string; imports: string; jobs: string; view: string };

test("a viewer gets nothing of a person whom everybody wrote about", async ({ page, browser }) => {
  test.setTimeout(300_000);
  const sari = makePerson("Sari");
  const planted = await plant(page);
  const viewerPage = await setUp(browser, await addPerson(page, sari, "Viewer"), sari);
  const viewer = viewerPage.request;

  // The canary sings: an admin sees it, so that its absence says something.
  const seenByAdmin = await bodyOf(await page.request.get(`/registrations/${planted.registrations}`));
  expect(found(seenByAdmin)).toEqual([
    FAMILY.toLowerCase(),
    EMAIL.split("@")[0],
    "81765432109",
    "3171234567890001",
  ]);

  const heard: string[] = [];
  const listen = (where: string, text: string): void => {
    for (const part of found(text)) heard.push(`${where}: ${part}`);
  };
  for (const address of addressesOf(planted)) {
    for (const headers of AS_PAGE_AND_AS_DATA) {
      const answer = await viewer.get(address, { headers });
      expect(answer.status(), address).not.toBe(500);
      listen(`GET ${address}`, await bodyOf(answer));
    }
  }
  // A page says what was typed into its search; that it found nothing is all it may say.
  for (const query of [EMAIL, EMAIL.slice(0, 9), PHONE, "+6281765432109"]) {
    const address = `/registrations?q=${encodeURIComponent(query)}`;
    expect(await bodyOf(await viewer.get(address)), query).not.toContain(planted.registrations);
    expect(await bodyOf(await page.request.get(address)), query).toContain(planted.registrations);
  }
  const typed = await viewer.post("/registrations/search", {
    headers: { origin: PROVEN.url },
    data: { query: "q=kenari" },
  });
  expect(typed.status()).toBe(200);
  listen("POST /registrations/search", await bodyOf(typed));
  for (const { name, id, args } of actionsOf(planted)) {
    const answer = await callAction(viewer, id, args);
    listen(`action ${name}`, await bodyOf(answer));
  }
  for (const [format, query] of [
    ["csv", ""],
    ["xlsx", ""],
    ["csv", `q=${encodeURIComponent(EMAIL)}`],
  ] as const) {
    const answer = await viewer.post("/registrations/export", {
      headers: { origin: PROVEN.url, "content-type": "application/x-www-form-urlencoded" },
      data: new URLSearchParams([
        ["query", query],
        ["format", format],
        ...EXPORT_COLUMNS.map((column): [string, string] => ["columns", column]),
      ]).toString(),
    });
    expect(answer.status()).toBe(200);
    const body = await answer.body();
    const texts = format === "xlsx" ? [...readArchive(body).values()].map(String) : [body.toString()];
    for (const text of texts) listen(`export ${format} ${query}`, text);
    if (query) expect(texts.join("").trim().split("\n")).toHaveLength(1);
  }
  for (const [file, text] of readLogs()) listen(`log ${file}`, text);
  expect(heard).toEqual([]);
  await viewerPage.context().close();
});

async function bodyOf(answer: APIResponse): Promise<string> {
  const body = await answer.body();
  if (body.subarray(0, 2).toString() !== "PK") return body.toString("utf8");
  return [...readArchive(body).values()].map(String).join("\n");
}

/** Every page and route of the product, with what stands for its parameters; the list in all its forms. */
function addressesOf(planted: Planted): string[] {
  const files = readdirSync(path.join(ROOT, "app"), { recursive: true, encoding: "utf8" });
  const addresses = files
    .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
    .map((file) => `/${path.dirname(file)}`.replace(/\/\([^)]*\)/g, "").replace(/^\/\.$/, "/"))
    // A stream without an end, which bears ids alone; the file itself is asked for below.
    .filter((address) => address !== "/api/live" && address !== "/registrations/export")
    .map((address) =>
      address.replace(
        /\/(\w+)\/\[([^\]]+)\]/g,
        (_, noun, name) => `/${noun}/${parameterOf(planted, noun, name)}`,
      ),
    );
  expect(addresses.length).toBeGreaterThan(25);
  const list = [
    `columns=${LIST_COLUMNS.join(",")}`,
    `status=NEEDS_FIX&columns=merchant,cause`,
    `view=${planted.view}`,
    `batch=${planted.imports}`,
    "owner=me",
  ];
  return [
    ...addresses,
    ...list.map((query) => `/registrations?${query}`),
    `/registrations/${planted.registrations}?x=1`,
  ];
}

function parameterOf(planted: Planted, noun: string, name: string): string {
  if (name === "id" && noun in planted) return planted[noun as keyof Planted];
  const others: Record<string, string> = { "...nextauth": "providers", status: "400" };
  const value = others[name];
  if (!value) throw new Error(`Say what stands for [${name}] behind /${noun}`);
  return value;
}

/** What a viewer may call, with what it is called with; of the others the refusal is looked at. */
function inputsOf({ view, registrations: registration }: Planted): Record<string, unknown> {
  return {
    loadFilterChoices: { query: "" },
    neighbours: { id: registration, query: "" },
    loadViews: {},
    saveView: { name: `Kenari ${RUN}`, query: "status=INVITED", isShared: false },
    updateView: { id: view, name: "x" },
    removeView: { id: view },
    pinView: { id: view, isPinned: true },
    peek: { id: registration },
    loadEscalation: { id: registration },
    seeNotes: { registrationId: registration },
    copyRows: {
      selection: { kind: "ids", ids: [registration] },
      form: "rows",
      columns: ["merchant", "representative"],
    },
    chooseDefaultView: { id: null },
    countForExport: { query: "" },
    saveProfile: { name: "Sari", locale: "", timeZone: "Asia/Jakarta" },
    changePassword: { currentPassword: "x", newPassword: "y" },
    setUp: { token: "x", password: "y" },
    // They end sessions, also the one that all others need; what they answer is a redirect.
    endSession: null,
    signOutEverywhere: null,
    // What they answer is a redirect too.
    switchDigest: null,
    switchOff: null,
  };
}

/** What the newest build, which is the one that runs, calls its actions. */
function newestManifest(): string {
  const builds = path.join(ROOT, ".next/builds");
  const files = readdirSync(builds).map((name) =>
    path.join(builds, name, "server/server-reference-manifest.json"),
  );
  const dated = files
    .filter((file) => existsSync(file))
    .map((file) => ({ file, at: statSync(file).mtimeMs }));
  const [newest] = dated.sort((a, b) => b.at - a.at);
  if (!newest) throw new Error("There is no build");
  return newest.file;
}

type CalledAction = { name: string; id: string; args: readonly unknown[] };

function actionsOf(planted: Planted): CalledAction[] {
  const { node } = JSON.parse(readFileSync(newestManifest(), "utf8")) as {
    node: Record<string, { exportedName?: string; filename?: string }>;
  };
  const inputs = inputsOf(planted);
  const isOfViewer = viewersActions();
  const actions = Object.entries(node).flatMap(([id, { exportedName: name = "" }]): CalledAction[] => {
    if (isOfViewer.has(name) && !(name in inputs)) throw new Error(`Say what ${name} is called with`);
    if (inputs[name] === null) return [];
    return [{ name, id, args: [inputs[name] ?? {}] }];
  });
  expect(actions.length).toBeGreaterThan(35);
  return actions;
}

/** The actions whose permission a viewer has, by the sources. */
function viewersActions(): ReadonlySet<string> {
  const permitted = new Set<string>(["public", ...permissionsOf("viewer")]);
  const files = readdirSync(path.join(ROOT, "app"), { recursive: true, encoding: "utf8" });
  const texts = files
    .filter((file) => /actions\.ts$/.test(file))
    .map((file) => readFileSync(path.join(ROOT, "app", file), "utf8"));
  return new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/export const (\w+) = define(?:Form)?Action\(\{\s*permission: "([\w.]+)"/g)].flatMap(
        ([, name = "", permission = ""]) => (permitted.has(permission) ? [name] : []),
      ),
    ),
  );
}

function callAction(viewer: APIRequestContext, id: string, args: readonly unknown[]): Promise<APIResponse> {
  return viewer.post("/registrations", {
    headers: { "next-action": id, "content-type": "text/plain;charset=UTF-8", origin: PROVEN.url },
    data: JSON.stringify(args),
    maxRedirects: 0,
  });
}

function readLogs(): [file: string, text: string][] {
  const folder = process.env.MITRA_LOGS;
  if (!folder) throw new Error("MITRA_LOGS is not set: run the stories with npm run e2e");
  // What a person typed into PostgreSQL by hand, as this story does, may stand in the log of PostgreSQL.
  const files = readdirSync(folder).filter((file) => file.endsWith(".log"));
  expect(files.length).toBeGreaterThan(1);
  return files.map((file) => [file, readFileSync(path.join(folder, file), "utf8")]);
}

/** Puts the canary wherever the product keeps what somebody wrote. */
async function plant(page: Page): Promise<Planted> {
  const merchant = makeMerchant({ representativeEmail: EMAIL, phoneNumber: PHONE }, "refused");
  const registrations = await register(page, merchant);
  await expectStatus(page, "NEEDS_FIX");
  const imports = await upload(page);
  const jobs = crypto.randomUUID();
  const view = crypto.randomUUID();
  const client = new pg.Client({ connectionString: process.env.MITRA_DATABASE_URL });
  await client.connect();
  const write = (text: string, values: unknown[]) => client.query(text, values);
  try {
    await write(
      `update registration set business_name = 'Kenari ' || $2::text, representative_name = 'Budi ' || $2::text, problem = $3::text,
              duplicate_reason = $3::text, name_key = upper('Kenari ' || $2::text) where id = $1`,
      [registrations, IN_A_LABEL, IN_WORDS],
    );
    await write(
      "update attempt set message = $2::text, error_code = $2::text, masked_answer = $2::text where registration_id = $1",
      [registrations, IN_WORDS],
    );
    await write(
      `insert into audit_entry (actor_kind, actor_id, action, environment, registration_id, details)
       select 'user', owner_id, 'registration.archived', environment, id, jsonb_build_object('reason', $2::text)
         from registration where id = $1`,
      [registrations, IN_WORDS],
    );
    await write(
      `insert into playbook_entry (cause, meaning, fix, author_id, updated_at)
       select cause, $2::text, $2::text, owner_id, now() from registration where id = $1
       on conflict (cause) do update set meaning = excluded.meaning, fix = excluded.fix`,
      [registrations, IN_A_LABEL],
    );
    await write(
      `insert into saved_view (id, owner_id, name, query, is_shared, updated_at)
       select $2, owner_id, left('Kenari ' || $3::text, 80), 'q=' || $4::text, true, now() from registration where id = $1`,
      [registrations, view, IN_A_LABEL, encodeURIComponent(EMAIL)],
    );
    await write(
      `insert into bulk_job (id, environment, kind, status, query, created_by_id, total, done, finished_at)
       select $2, environment, 'archive', 'finished', 'q=' || $3::text, owner_id, 1, 1, now() from registration where id = $1`,
      [registrations, jobs, encodeURIComponent(EMAIL)],
    );
    await write(
      "insert into bulk_item (job_id, position, registration_id, outcome, ended_at) values ($1, 1, $2, 'done', now())",
      [jobs, registrations],
    );
    await write("update import set file_name = $2::text where id = $1", [
      imports,
      `Kenari ${IN_A_LABEL}.csv`,
    ]);
    await write("update import_row set accepted_reason = $2::text where import_id = $1", [imports, IN_WORDS]);
  } finally {
    await client.end();
  }
  return { registrations, imports, jobs, view };
}

/** A file whose cells speak of the person, in our columns and in others. */
async function upload(page: Page): Promise<string> {
  const merchant = makeMerchant();
  const cells = [
    `Kenari ${IN_A_LABEL}`,
    `Budi ${IN_A_LABEL}`,
    EMAIL,
    PHONE,
    merchant.invitedUserEmail,
    IN_WORDS,
    "081765432109 / 081765432108",
  ];
  const headings =
    "business_name,representative_name,representative_email,phone_number,invited_user_email,catatan,nomor_lain";
  const line = cells.map((cell) => `"${cell}"`).join(",");
  const answer = await page.request.post("/registrations/import/upload", {
    headers: { origin: PROVEN.url, "x-file-name": "kenari.csv", "content-type": "text/csv" },
    data: Buffer.from(`${headings}\n${line}\n`),
  });
  const { id } = (await answer.json()) as { id: string };
  await expect
    .poll(async () => (await page.request.get(`/imports/${id}/results`)).status(), {
      timeout: 30_000,
    })
    .toBe(200);
  return id;
}

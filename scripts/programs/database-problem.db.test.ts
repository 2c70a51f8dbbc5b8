import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeSelfSignedCertificate } from "@/lib/doku/testing/self-signed-certificate";
import { applyMigrations } from "@/lib/migrate";
import { withDatabase } from "@/lib/testing/database-server";
import { startThrowAwayPostgres } from "@/scripts/postgres/postgres.mjs";
import { postgresUser } from "@/scripts/settings/data-dir.mjs";
import { explainDatabaseError } from "./database-problem";

// Told about errors as a real PostgreSQL and Node's own TLS make them.

const ROLE = { username: `guest_${process.pid}`, password: "only-for-this-test" };

async function asAdmin(statements: string[], url = inject("databaseServerUrl")): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** What is told of a migration at that address. */
async function toldOf(url: string): Promise<string> {
  return applyMigrations(url, { log: () => {} }).then(() => "nothing", explainDatabaseError);
}

const as = (role: object, name: string) =>
  Object.assign(new URL(withDatabase(inject("databaseServerUrl"), name)), role).href;

beforeAll(() => asAdmin([`create role ${ROLE.username} login password '${ROLE.password}'`]));

describe("what is told when the database cannot be used", () => {
  test("to a role that owns nothing there", async () => {
    const name = `foreign_${process.pid}`;
    await asAdmin([`create database ${name}`]);
    expect(await toldOf(as(ROLE, name))).toBe(
      "The database refused it: permission denied for schema public. Mitra's role must own its database: alter database … owner to …",
    );
  });

  test("to a role that may create tables, but not the extension", async () => {
    const name = `tables_only_${process.pid}`;
    await asAdmin([`create database ${name}`]);
    await asAdmin(
      [`grant create on schema public to ${ROLE.username}`],
      withDatabase(inject("databaseServerUrl"), name),
    );
    const told = await toldOf(as(ROLE, name));
    expect(told).toContain(
      'nothing of it was kept: permission denied to create extension "pg_trgm". Let Mitra\'s role own',
    );
    expect(told).not.toContain("\n");
  });

  test("of tables that another role made", async () => {
    const name = `handed_over_${process.pid}`;
    await asAdmin([`create database ${name} owner ${ROLE.username}`]);
    await asAdmin(
      ["create table registration (id int)", `grant all on registration to ${ROLE.username}`],
      withDatabase(inject("databaseServerUrl"), name),
    );
    const guest = new pg.Client({ connectionString: as(ROLE, name) });
    await guest.connect();
    const error = await guest
      .query("alter table registration add column x int")
      .catch((cause: unknown) => cause);
    await guest.end();
    expect(explainDatabaseError(error)).toContain(
      "must be owner of table registration. Its tables belong to another role",
    );
  });

  test("of a database that is not there, and of a wrong password", async () => {
    expect(await toldOf(as({}, "nowhere"))).toBe(
      'The database refused the connection: database "nowhere" does not exist. Create it first (create database … owner …, with Mitra\'s role), or check the name in DATABASE_URL.',
    );
    expect(await toldOf(as({ password: "wrong" }, "postgres"))).toMatch(
      /password authentication failed .*Check DATABASE_URL\.$/,
    );
  });

  test("of a server without TLS that is asked for it", async () => {
    expect(await toldOf(`${as({}, "postgres")}?sslmode=verify-full`)).toContain("it does not offer TLS");
  });
});

describe("a certificate that nobody knows", () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof startThrowAwayPostgres>>;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "mitra-tls-"));
    const { cert, key } = makeSelfSignedCertificate("localhost");
    const files = [path.join(folder, "cert.pem"), path.join(folder, "key.pem")] as const;
    for (const [index, text] of [cert, key].entries())
      writeFileSync(files[index] ?? "", text, { mode: 0o600 });
    const user = postgresUser();
    if (user) for (const file of [folder, ...files]) chownSync(file, user.uid, user.gid);
    server = await startThrowAwayPostgres({
      settings: ["ssl=on", `ssl_cert_file=${files[0]}`, `ssl_key_file=${files[1]}`],
    });
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("is told in a sentence with both ways out, and both are ways out", async () => {
    const told = await toldOf(`${server.url}?sslmode=verify-full`);
    expect(told).toMatch(
      /^The database was not connected to: its certificate is not from an authority that Node knows \(self-signed certificate\)\. /,
    );
    expect(told).not.toContain("\n");
    await connectTo(`${server.url}?sslmode=no-verify`);
    await connectTo(`${server.url.replace("127.0.0.1", "localhost")}?${checked()}`);
  });

  test("for another name is told as that", async () => {
    expect(await toldOf(`${server.url}?${checked()}`)).toContain(
      "its certificate is for another name than the host",
    );
  });

  const checked = () => `sslmode=verify-full&sslrootcert=${path.join(folder, "cert.pem")}`;
});

async function connectTo(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.end();
}

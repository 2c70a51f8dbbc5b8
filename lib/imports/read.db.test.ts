import { beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/auth/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/current";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { getImport, listImportRows } from "./queries";
import { readImport } from "./read";
import { receiveFile } from "./upload";

const { pool, url } = useTestDatabase();
useSimulatorEnv({ DATABASE_URL: url });

let rina: UserActor;
beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
});

const never = () => false;
const HEADINGS =
  "business_name,representative_name,representative_email,phone_number,invited_user_email,referral_code,partner_reference";

async function hand(text: string): Promise<string> {
  async function* bytes() {
    yield Buffer.from(text);
  }
  const result = await receiveFile(rina, { name: "merchants.csv", bytes: bytes(), announcedBytes: null });
  if (result.kind !== "received") throw new Error(result.kind);
  return result.id;
}

test("a file is taken in, read and checked", async () => {
  const id = await hand(
    `${HEADINGS},note\nKopi Senja,Budi,budi@kopisenja.example,081510229216,budi@kopisenja.example,,,one\nWarung Melati,Sari,sari@melati.example,0815102292,sari@melati,,,two\nKopi Senja,Budi,budi@kopisenja.example,081510229216,budi@kopisenja.example,,,one\n`,
  );
  expect(await readImport(pool, id, never)).toBe("ended");
  const view = await getImport(rina, id);
  const { rows } = await listImportRows(rina, id, { states: null, after: 0 });
  expect([view.status, rows.map(({ state }) => state)]).toEqual([
    "checked",
    ["ready", "problems", "skipped"],
  ]);
});

import { beforeAll, expect, test } from "vitest";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { sendMail } from "@/lib/mail/mailer";
import { metrics } from "@/lib/metrics";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();

beforeAll(async () => {
  await syncCredentialFromEnv();
  const manager = await makeManager();
  for (let row = 0; row < 3; row += 1) await registerMerchant(manager, makeSubmission());
});

const scrape = async () => (await metrics().scrape(pool)).text;

test("a scrape tells what waits, what is paused and who is alive", async () => {
  await prisma.credential.updateMany({ data: { pausedAt: new Date(), pausedReason: "http_401" } });
  await pool.query(`
    insert into holder (id, lock_key, kind, seen_at) values
      (gen_random_uuid(), 1, 'worker', now()), (gen_random_uuid(), 2, 'worker', now() - interval '2 minutes')`);
  const text = await scrape();
  expect(text).toContain('mitra_registrations{environment="simulator",status="QUEUED"} 3');
  expect(text).toContain('mitra_registrations{environment="simulator",status="FAILED"} 0');
  expect(text).toMatch(/mitra_credential_paused\{environment="simulator",credential="[0-9a-f-]{36}"\} 1/);
  expect(text).toContain('mitra_holders{kind="worker"} 1');
  expect(text).toContain("mitra_database_up 1");
});

test("attempts are counted by outcome, with how long they took", async () => {
  metrics().countAttempt({ outcome: "accepted", environment: "simulator", latencyMs: 240 });
  metrics().countAttempt({ outcome: "unknown", environment: "simulator", latencyMs: 25_000 });
  const text = await scrape();
  expect(text).toContain('mitra_attempts_total{environment="simulator",outcome="accepted"} 1');
  expect(text).toContain(
    'mitra_attempt_duration_seconds_bucket{le="0.25",environment="simulator",outcome="accepted"} 1',
  );
  expect(text).toContain('mitra_attempt_duration_seconds_sum{environment="simulator",outcome="unknown"} 25');
});

test("e-mails are counted by how they ended", async () => {
  const mail = { to: "budi@kopisenja.example", replyTo: null, subject: "Halo", text: "Halo Budi" };
  const from = { name: "", address: "mitra@mitra.example" };
  // Nobody listens there.
  await sendMail(mail, { settings: { url: "smtp://127.0.0.1:1", from, isClearTextAllowed: false } });
  expect(await scrape()).toContain('mitra_mails_total{ended="failed"} 1');
});

test("no figure names a person, a merchant or a secret", async () => {
  const text = await scrape();
  for (const known of ["Kopi", "Budi", "@", "kopisenja", "test-secret", "BRN-"])
    expect(text).not.toContain(known);
});

import { beforeAll, describe, expect, test } from "vitest";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { findProblemField } from "@/lib/doku/problem-field";
import { buildBusinessLiteBody } from "@/lib/doku/wire";
import { PROGRESSES } from "@/lib/progress/progress";
import { causeOf } from "@/lib/registrations/cause";
import { checkDraft, checkRegistration } from "@/lib/registrations/input/schema";
import { STATUSES } from "@/lib/registrations/status";
import { useTestDatabase } from "@/lib/testing/database";
import { useSimulatorEnv } from "@/lib/testing/registrations";
import { seedRegistrations } from "./seed";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
const NOW = new Date("2026-11-12T03:00:00Z");
const ROWS = 3_000;

async function seed(registrations: number, number = 1): Promise<void> {
  const client = await pool.connect();
  try {
    await seedRegistrations(client, { registrations, days: 540, seed: number, now: NOW });
  } finally {
    client.release(true);
  }
}

beforeAll(async () => {
  await syncCredentialFromEnv();
  await seed(ROWS);
});

describe("the seed", () => {
  test("writes every row as the product would have, keys and body included", async () => {
    const rows = await prisma.registration.findMany();
    expect(rows).toHaveLength(ROWS);
    for (const row of rows) {
      const checked = checkRegistration({
        businessName: row.businessName,
        representativeName: row.representativeName,
        representativeEmail: row.representativeEmail,
        phoneNumber: row.phoneInput,
        country: row.phoneCountry,
        invitedUserEmail: row.invitedUserEmail,
        referralCode: row.referralCode,
        partnerReference: row.partnerRefId,
      });
      if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
      const { value } = checked;
      expect(checkDraft(value.typed).ok).toBe(true);
      expect(row).toMatchObject({
        nameKey: value.keys.name,
        representativeEmailKey: value.keys.representativeEmail,
        invitedUserEmailKey: value.keys.invitedUserEmail,
        partnerRefKey: value.keys.partnerReference,
        phoneE164: value.phone.e164,
      });
      expect(row.bodyText).toBe(
        row.status === "DRAFT"
          ? null
          : buildBusinessLiteBody({
              ...value,
              partnerRefId: value.partnerReference,
              phoneCallingCode: value.phone.callingCode,
              phoneNumber: value.phone.number,
            }),
      );
    }
  });

  test("has every status, archived rows, codes, and times that run forward and end now", async () => {
    const counts = await prisma.registration.groupBy({ by: ["status"], _count: true });
    expect(counts.map(({ status }) => status).sort()).toEqual([...STATUSES].sort());
    const { rows } = await pool.query(
      `select count(*) filter (where archived_at is not null)::int > 0 as archived,
              count(distinct referral_code)::int > 20 as codes, count(distinct owner_id)::int > 8 as owners,
              bool_and(created_at <= $1 and updated_at <= $1 and updated_at >= created_at) as "inTime",
              bool_and(coalesce(invited_at >= created_at, true)) as "invitedAfter"
         from registration`,
      [NOW],
    );
    expect(rows[0]).toEqual({ archived: true, codes: true, owners: true, inTime: true, invitedAfter: true });
  });

  test("goes on after an invitation: every progress, some nudged, some to be come back to, in the order of time", async () => {
    const { rows } = await pool.query(
      `select count(distinct coalesce(progress::text, ''))::int as progresses,
              count(*) filter (where nudged_at is not null)::int > 20 as nudged,
              count(*) filter (where follow_up_at is not null)::int > 0 as "followedUp",
              (select count(*)::int > 20 and bool_and(at <= $1) from note) as noted,
              bool_and(progress is null or (status = 'INVITED' and invited_at <= progress_since
                                            and progress_since <= progress_at and progress_at <= $1
                                            and progress_since <= updated_at)) as "inTime",
              bool_and(nudged_at is null or (invited_at <= nudged_at and nudged_at <= stirred_at and stirred_at <= $1)) as "nudgedAfter",
              bool_and((progress_source is null) = (progress is null)) as sourced
         from registration`,
      [NOW],
    );
    expect(rows[0]).toEqual({
      progresses: PROGRESSES.length,
      ...{ nudged: true, followedUp: true, noted: true, inTime: true, nudgedAfter: true, sourced: true },
    });
  });

  test("gives each row the cause and the last outcome that its attempts say", async () => {
    const rows = await prisma.registration.findMany({
      include: { attempts: { orderBy: { number: "asc" } }, businesses: { include: { brands: true } } },
    });
    for (const row of rows) {
      const last = row.attempts.at(-1);
      expect(row.attempts).toHaveLength(row.attemptCount);
      expect(row.lastOutcome).toBe(last?.outcome ?? null);
      expect(row.businesses).toHaveLength(row.status === "INVITED" ? 1 : 0);
      const message = last?.message ?? null;
      const problemField = message === null ? null : findProblemField([message]);
      expect(row.problemField).toBe(problemField);
      if (last) {
        const ending = { reason: last.reason, message, problemField };
        expect(row.cause).toBe(causeOf(row.status, ending as Parameters<typeof causeOf>[1]));
      }
    }
  });

  test("goes on from what is there", async () => {
    await seed(50);
    await seed(70, 2);
    expect(await prisma.registration.count()).toBe(ROWS + 120);
    expect(await prisma.user.count()).toBe(12);
  });

  test("has every status where there are few of them, too", async () => {
    const before = await prisma.registration.findMany({ select: { id: true } });
    await seed(20, 7);
    const counts = await prisma.registration.groupBy({
      by: ["status"],
      where: { id: { notIn: before.map(({ id }) => id) } },
    });
    expect(counts.map(({ status }) => status).sort()).toEqual([...STATUSES].sort());
  });
});

import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { inTransaction } from "@/lib/db";
import { moveRows, RETRY } from "@/lib/registrations/changes/moves";
import { cancelRegistration } from "@/lib/registrations/changes/mutations";
import { registerMerchant, saveDraft } from "@/lib/registrations/intake/register";
import type { SaveResult, Submission } from "@/lib/registrations/intake/submission";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
let rina: UserActor;
let dewi: UserActor;

beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
  dewi = await makeManager("Dewi");
});

function idOf(result: SaveResult): string {
  if (result.kind !== "saved") throw new Error(`expected saved, got ${JSON.stringify(result)}`);
  return result.id;
}

const countRows = (submission: Submission) =>
  prisma.registration.count({ where: { formKey: submission.formKey } });

describe("F7: the same form submitted twice", () => {
  test("makes one row, one envelope and one job, however many clicks arrive at once", async () => {
    const submission = makeSubmission();
    const results = await Promise.all(Array.from({ length: 10 }, () => registerMerchant(rina, submission)));
    const ids = new Set(results.map(idOf));
    expect(ids.size).toBe(1);
    expect(await countRows(submission)).toBe(1);
    const jobs = await pool.query("select 1 from graphile_worker.jobs where key = any($1)", [[...ids]]);
    expect(jobs.rowCount).toBe(1);
    const entries = await prisma.auditEntry.count({
      where: { registrationId: [...ids][0], action: "registration.created" },
    });
    expect(entries).toBe(1);
  });

  test("makes one row even where the clicks differ in the partner reference", async () => {
    const submission = makeSubmission();
    const results = await Promise.all(
      Array.from({ length: 6 }, () =>
        registerMerchant(rina, { ...submission, values: makeMerchant({ businessName: "Kopi Senja" }) }),
      ),
    );
    expect(await countRows(submission)).toBe(1);
    expect(results.filter(({ kind }) => kind === "saved")).toHaveLength(1);
  });

  test("is refused by the database too, for whoever writes without asking first", async () => {
    const id = idOf(await registerMerchant(rina, makeSubmission()));
    const writeAgain = pool.query(
      `insert into registration select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(),
         'request_id', gen_random_uuid(), 'partner_ref_key', r.partner_ref_key || '-2'))).*
         from registration r where r.id = $1`,
      [id],
    );
    await expect(writeAgain).rejects.toMatchObject({ constraint: "registration_form_key_key" });
  });

  test("with other words says that it was sent, and changes nothing", async () => {
    const submission = makeSubmission();
    const id = idOf(await registerMerchant(rina, submission));
    const before = await prisma.registration.findUniqueOrThrow({ where: { id } });
    const again = await registerMerchant(rina, {
      ...submission,
      values: { ...submission.values, businessName: "Kopi Pagi" },
    });
    const sent = { kind: "already_sent", id, at: before.queuedAt?.toISOString() };
    const { businessName } = submission.values;
    expect(again).toEqual({ ...sent, businessName, isSame: false, isSameReference: true, isDraft: false });
    expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toEqual(before);
  });

  test.each(["NEEDS_FIX", "FAILED"] as const)(
    "with another merchant leaves the one that is %s meanwhile as it is",
    async (status) => {
      const submission = makeSubmission();
      const id = idOf(await registerMerchant(rina, submission));
      const before = await prisma.registration.update({ where: { id }, data: { status, nextRunAt: null } });
      const { partnerReference } = submission.values;
      const again = await registerMerchant(rina, {
        ...submission,
        values: makeMerchant({ partnerReference }),
      });
      const { businessName } = submission.values;
      expect(again).toMatchObject({ kind: "already_sent", id, businessName, isSame: false });
      expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toEqual(before);
    },
  );

  test.each([
    ["another merchant", makeMerchant(), { isSame: false, isSameReference: false }],
    ["the same", {}, { isSame: true, isSameReference: true }],
  ])("as a draft says what was sent, where %s was typed", async (_, typed, compared) => {
    const submission = makeSubmission();
    const id = idOf(await registerMerchant(rina, submission));
    const values = { ...submission.values, ...typed };
    const { businessName } = submission.values;
    expect(await saveDraft(rina, { ...submission, values })).toMatchObject({ id, businessName, ...compared });
  });
});

describe("F8: the duplicate radar", () => {
  test("blocks a partner reference used before, whatever its case, and names who used it", async () => {
    const first = makeSubmission({ values: makeMerchant({ partnerReference: "Kopi-Senja.1" }) });
    const id = idOf(await registerMerchant(rina, first));
    const second = makeSubmission({
      values: makeMerchant({ partnerReference: "KOPI-SENJA.1" }),
      acceptWarnings: true,
    });
    expect(await registerMerchant(dewi, second)).toMatchObject({
      kind: "reference_used",
      match: { id, createdByName: "Rina", businessName: first.values.businessName },
    });
    expect(await countRows(second)).toBe(0);
  });

  test("lets one of two people win who use a new reference at the same moment", async () => {
    const reference = `RACE-${randomUUID()}`;
    const results = await Promise.all(
      [rina, dewi].map((actor) =>
        registerMerchant(actor, makeSubmission({ values: makeMerchant({ partnerReference: reference }) })),
      ),
    );
    expect(results.map((result) => result.kind).sort()).toEqual(["reference_used", "saved"]);
  });

  test("F58: of two managers who press at one moment one is saved, and the other is warned of it", async () => {
    const outcomes = new Map<string, number>();
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const [mine, theirs] = alikeIn(pair);
      // A draft goes another way than a form that is new: both of them, one of them, none.
      const [draft, otherDraft] = [await draftOf(rina, pair % 3 === 0), await draftOf(dewi, pair % 3 !== 2)];
      const results = await Promise.all([
        registerMerchant(rina, makeSubmission({ values: mine, registrationId: draft })),
        registerMerchant(dewi, makeSubmission({ values: theirs, registrationId: otherDraft })),
      ]);
      const kinds = results.map(({ kind }) => kind).sort();
      outcomes.set(kinds.join(), (outcomes.get(kinds.join()) ?? 0) + 1);
      await pool.query(FORGET_KEYS);
    }
    expect([...outcomes]).toEqual([["saved,warnings", PAIRS]]);
  }, 60_000);

  const draftOf = async (actor: UserActor, isWanted: boolean) =>
    isWanted ? idOf(await saveDraft(actor, makeSubmission())) : null;

  const PAIRS = 200;
  const FORGET_KEYS =
    "update registration set name_key = '', phone_e164 = '', representative_email_key = '', invited_user_email_key = ''";

  /** Two merchants that share one thing, or two that would be waited for in the other order. */
  function alikeIn(pair: number): [Submission["values"], Submission["values"]] {
    const [mine, theirs] = [makeMerchant(), makeMerchant()];
    const shared = [
      { representativeEmail: mine.invitedUserEmail },
      { phoneNumber: mine.phoneNumber },
      { businessName: mine.businessName },
      { representativeEmail: mine.invitedUserEmail, invitedUserEmail: mine.representativeEmail },
    ];
    return [mine, { ...theirs, ...shared[pair % shared.length] }];
  }

  test.each([
    ["email", { representativeEmail: "BUDI@Kopi.example" }],
    ["email", { invitedUserEmail: "budi@kopi.EXAMPLE" }],
    ["phone", { phoneNumber: "+62 0811 2233 4455" }],
    ["name", { businessName: "PT. Senja  Abadi, Tbk" }],
  ])("warns of the same %s and asks for a reason", async (matchedBy, overrides) => {
    const known = makeMerchant({
      representativeEmail: "budi@kopi.example",
      phoneNumber: "081122334455",
      businessName: "Senja Abadi",
    });
    const holder = await registerOrFind(known);
    const submission = makeSubmission({ values: makeMerchant(overrides) });
    expect(await registerMerchant(dewi, submission)).toMatchObject({
      kind: "warnings",
      duplicates: [{ id: holder, matchedBy: [matchedBy] }],
    });
    expect(await registerMerchant(dewi, { ...submission, acceptWarnings: true })).toMatchObject({
      kind: "warnings",
    });
    expect(await countRows(submission)).toBe(0);
    const id = idOf(
      await registerMerchant(dewi, {
        ...submission,
        acceptWarnings: true,
        duplicateReason: "Another outlet",
      }),
    );
    expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({
      duplicateReason: "Another outlet",
    });
    await pool.query(
      "update registration set name_key = '', phone_e164 = '', representative_email_key = '', invited_user_email_key = '' where id = $1",
      [id],
    );
  });

  let knownId: string | undefined;
  async function registerOrFind(values: Submission["values"]): Promise<string> {
    knownId ??= idOf(await registerMerchant(rina, makeSubmission({ values })));
    return knownId;
  }

  test("asks once for warnings that are no duplicates, without a reason", async () => {
    const submission = makeSubmission({ values: makeMerchant({ businessName: "PT. Maju & Jaya Unik" }) });
    const warned = await registerMerchant(rina, submission);
    expect(warned).toMatchObject({
      kind: "warnings",
      duplicates: [],
      warnings: [{ code: "characters_unusual" }],
    });
    idOf(await registerMerchant(rina, { ...submission, acceptWarnings: true }));
  });
});

test.each([
  ["a new form", async () => idOf(await registerMerchant(rina, makeSubmission()))],
  [
    "a form with a warning",
    async () => {
      const values = makeMerchant({ businessName: `PT. Maju & ${randomUUID()}` });
      return idOf(await registerMerchant(rina, makeSubmission({ values, acceptWarnings: true })));
    },
  ],
  [
    "a duplicate with its reason",
    async () => {
      const { phoneNumber } = makeMerchant();
      idOf(await registerMerchant(rina, makeSubmission({ values: makeMerchant({ phoneNumber }) })));
      const again = makeSubmission({ values: makeMerchant({ phoneNumber }) });
      return idOf(
        await registerMerchant(rina, { ...again, acceptWarnings: true, duplicateReason: "outlet" }),
      );
    },
  ],
  [
    "a draft",
    async () => {
      const draft = makeSubmission();
      idOf(await saveDraft(rina, draft));
      return idOf(await registerMerchant(rina, draft));
    },
  ],
  [
    "a fix",
    async () => {
      const id = idOf(await registerMerchant(rina, makeSubmission()));
      await pool.query("select graphile_worker.remove_job($1)", [id]);
      await prisma.registration.update({ where: { id }, data: { status: "NEEDS_FIX", nextRunAt: null } });
      return idOf(await registerMerchant(rina, makeSubmission({ registrationId: id })));
    },
  ],
])("F2: %s is sent by a worker if the web server dies after its commit", async (_, register) => {
  const id = await register();
  const { rows } = await pool.query(
    `select r.next_run_at <= now() as due, j.task_identifier as task,
            j.run_at between now() + interval '20 seconds' and now() + interval '30 seconds' as soon
       from registration r left join graphile_worker.jobs j on j.key = r.id::text where r.id = $1`,
    [id],
  );
  expect(rows).toEqual([{ due: true, task: "submit_registration", soon: true }]);
});

describe("what cannot be registered", () => {
  test.each([
    ["businessName", ""],
    ["businessName", "x".repeat(10_000)],
    ["representativeName", "\u200b \u0000"],
    ["representativeEmail", "budi@"],
    ["representativeEmail", "budi\u0007@kopi.example"],
    ["phoneNumber", "8.15102E+10"],
    ["phoneNumber", "x".repeat(10_000)],
    ["invitedUserEmail", "<script>"],
    ["referralCode", "ABC1234"],
    ["partnerReference", "ref with spaces"],
    ["partnerReference", "x".repeat(65)],
  ] as const)("%s that reads %.20j is a problem of that field and writes nothing", async (field, text) => {
    const submission = makeSubmission({ values: makeMerchant({ [field]: text }) });
    expect(await registerMerchant(rina, submission)).toMatchObject({
      kind: "problems",
      problems: [{ field }],
    });
    expect(await countRows(submission)).toBe(0);
  });

  test.each(["Kopi\u0000Senja", "قهوة", "Kopi 😀", "<b>Kopi</b>", "Robert'); drop table registration;--"])(
    "%j as a name is stored and sent as it is, but for control characters",
    async (businessName) => {
      const id = idOf(
        await registerMerchant(
          rina,
          makeSubmission({
            values: makeMerchant({ businessName }),
            acceptWarnings: true,
            duplicateReason: "table of cases",
          }),
        ),
      );
      const row = await prisma.registration.findUniqueOrThrow({ where: { id } });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the control character is what is taken out.
      const cleaned = businessName.replace(/\u0000/g, "");
      expect(JSON.parse(row.bodyText ?? "").business.name).toBe(cleaned);
    },
  );
});

describe("a draft", () => {
  test("may be incomplete, keeps its reference, and is sent from where it was left", async () => {
    const submission = makeSubmission({ values: makeMerchant({ businessName: "", phoneNumber: "08" }) });
    const id = idOf(await saveDraft(rina, submission));
    expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({
      status: "DRAFT",
      requestId: null,
      phoneInput: "08",
    });
    const complete = { ...submission.values, businessName: "Teh Pagi", phoneNumber: "081599998888" };
    const sent = await registerMerchant(rina, { ...submission, registrationId: id, values: complete });
    expect(sent).toEqual({ kind: "saved", id });
    expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({
      status: "QUEUED",
      partnerRefId: submission.values.partnerReference,
    });
  });

  test.each([
    ["saved", saveDraft],
    ["sent", registerMerchant],
  ])(
    "is not written over by its form's copy in another tab that is %s with another merchant",
    async (_, hand) => {
      const draft = makeSubmission();
      const id = idOf(await saveDraft(rina, draft));
      const before = await prisma.registration.findUniqueOrThrow({ where: { id } });
      const { partnerReference } = draft.values;
      const copy = { ...draft, values: makeMerchant({ partnerReference }) };
      const { businessName } = draft.values;
      expect(await hand(rina, copy)).toEqual({
        ...{ kind: "already_sent", id, at: before.createdAt.toISOString(), businessName },
        ...{ isSame: false, isSameReference: true, isDraft: true },
      });
      expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toEqual(before);
      // The same press again, and the form that goes on from what it saved.
      expect(idOf(await saveDraft(rina, draft))).toBe(id);
      expect(idOf(await hand(rina, { ...copy, opened: draft.values }))).toBe(id);
    },
  );

  test("is what a canceled registration becomes, and its job is gone", async () => {
    const id = idOf(await registerMerchant(rina, makeSubmission()));
    await cancelRegistration(rina, id);
    expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: "DRAFT" });
    expect((await pool.query("select 1 from graphile_worker.jobs where key = $1", [id])).rowCount).toBe(0);
    await expect(cancelRegistration(rina, id)).rejects.toMatchObject({ code: "changed_meanwhile" });
  });

  test("that was canceled and goes on with the same words is the same request, with others another one", async () => {
    const submission = makeSubmission();
    const id = idOf(await registerMerchant(rina, submission));
    const read = () => prisma.registration.findUniqueOrThrow({ where: { id } });
    const first = await read();
    // As often as the person likes, also where a call was tried that sent nothing.
    await pool.query("update registration set attempt_count = 1 where id = $1", [id]);
    const goOnAs = async (businessName: string) => {
      await cancelRegistration(rina, id);
      const values = { ...submission.values, businessName };
      const again = { ...submission, formKey: randomUUID(), registrationId: id, values };
      expect(await registerMerchant(rina, again)).toEqual({ kind: "saved", id });
      return (await read()).requestId;
    };
    const { businessName } = submission.values;
    expect(await goOnAs(businessName)).toBe(first.requestId);
    expect(await goOnAs(`${businessName} Baru`)).not.toBe(first.requestId);
    expect(await goOnAs(businessName)).toBe(first.requestId);
  });
});

describe("what somebody else changed while a form was open", () => {
  async function openDraft() {
    const first = makeSubmission();
    const id = idOf(await saveDraft(rina, first));
    const change = (values: Partial<Submission["values"]>, opened: Submission["opened"] = first.values) =>
      makeSubmission({ registrationId: id, opened, values: { ...first.values, ...values } });
    return { id, first, change };
  }
  const phoneOf = async (id: string) =>
    (await prisma.registration.findUniqueOrThrow({ where: { id } })).phoneInput;

  test.each([
    ["saved", saveDraft],
    ["sent", registerMerchant],
  ])("is not written over when it is %s, but handed back", async (_, hand) => {
    const { id, first, change } = await openDraft();
    idOf(await saveDraft(dewi, change({ phoneNumber: "0811 2233 4455" })));
    const there = { ...first.values, phoneNumber: "0811 2233 4455" };
    const { businessName } = makeMerchant();
    expect(await hand(rina, change({ businessName }))).toEqual({ kind: "changed", there });
    expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({
      status: "DRAFT",
      phoneInput: "0811 2233 4455",
      businessName: first.values.businessName,
    });
    // Whoever has looked goes on from there.
    idOf(await hand(rina, change({ businessName }, there)));
  });

  test("also when it goes on from a form of its own", async () => {
    const { first, change } = await openDraft();
    idOf(await saveDraft(dewi, change({ phoneNumber: "0811 2233 4456" })));
    expect(await saveDraft(rina, { ...first, opened: first.values })).toMatchObject({ kind: "changed" });
  });

  test("is none where both typed the same, or the same press comes again", async () => {
    const { id, change } = await openDraft();
    const typed = change({ phoneNumber: " 0811 2233 4457" });
    expect(idOf(await saveDraft(dewi, typed))).toBe(id);
    expect(idOf(await saveDraft(rina, typed))).toBe(id);
    expect(await phoneOf(id)).toBe("0811 2233 4457");
  });

  test("is none where the form's own words were only cleaned as they were kept", async () => {
    const { id, change } = await openDraft();
    const mine = change({ phoneNumber: " 0811 2233 4458" });
    idOf(await saveDraft(rina, mine));
    idOf(await saveDraft(rina, change({ phoneNumber: "0811 2233 4459" }, mine.values)));
    expect(await phoneOf(id)).toBe("0811 2233 4459");
  });
});

test("F43: when five people press Retry at once, each registration is queued once", async () => {
  const ids = await Promise.all(
    Array.from({ length: 4 }, async () => idOf(await registerMerchant(rina, makeSubmission()))),
  );
  await pool.query("update registration set status = 'FAILED', next_run_at = null where id = any($1)", [ids]);
  const presses = await Promise.all(
    Array.from({ length: 5 }, () =>
      inTransaction(pool, (tx) => moveRows(tx, RETRY, { actor: dewi, registrationIds: ids })),
    ),
  );
  expect(presses.flatMap(({ moved }) => moved)).toHaveLength(ids.length);
});

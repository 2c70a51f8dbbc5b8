import type { Page } from "@playwright/test";
import pg from "pg";
import { createMortalProduct } from "./mortal-product";
import { expect, expectAccessible, makeMerchant, register, signIn, test } from "./story";

// What may be said of a registration, in each state that it can be in and on each screen that shows it. The words are
// written here once more, by hand: nothing of the product decides what is right.

type Words = {
  badge: string;
  /** Under the badge of the list; null is nothing. */
  note: string | RegExp | null;
  /** All that the page says first. */
  notice: string | RegExp;
  /** After "What to do:"; null is nothing. */
  advice: string | null;
};

type State = {
  name: string;
  /** Assignments of an UPDATE of `registration`. */
  row: string;
  credential?: "proven" | "unproven" | "refused" | "inactive" | "unserved";
  /** The one attempt: columns and values; null is none. */
  attempt?: { outcome: string | null; reason: string; message?: string; bytesWritten?: boolean };
  business?: boolean;
  en: Words;
  id: Words;
};

const TIME = String.raw`(?:\d{1,2} \w+, )?\d\d\.\d\d WIB`;
const LATER = "next_run_at = now() + interval '5 hours'";
const DUE = "next_run_at = now() - interval '1 second'";
const PARKED = "next_run_at = null";
const CLAIMED =
  "claim_until = now() + interval '10 minutes', claim_holder = gen_random_uuid(), next_run_at = now()";
const DOUBT_EN = "We did not get an answer from DOKU in time. The merchant may or may not be registered.";
const DOUBT_ID = "DOKU belum menjawab. Merchant mungkin sudah atau belum terdaftar.";
const NO_ANSWER = { outcome: "unknown", reason: "header_timeout" };

const STATES: State[] = [
  {
    name: "Draf",
    row: "status = 'DRAFT', request_id = null, next_run_at = null",
    en: {
      badge: "Draft",
      note: null,
      notice: "Nothing has been sent. Choose Continue to finish this registration and send it",
      advice: null,
    },
    id: {
      badge: "Draf",
      note: null,
      notice: "Belum ada yang dikirim. Pilih Lanjutkan untuk menyelesaikan dan mengirim pendaftaran ini",
      advice: null,
    },
  },
  {
    name: "Antre",
    row: `status = 'QUEUED', ${DUE}`,
    en: {
      badge: "Waiting to send",
      note: "goes out when it is its turn",
      notice: "This registration is saved and goes out when it is its turn. Nothing is in doubt",
      advice: null,
    },
    id: {
      badge: "Menunggu dikirim",
      note: "dikirim saat tiba gilirannya",
      notice: "Pendaftaran ini tersimpan dan dikirim saat tiba gilirannya. Tidak ada yang meragukan",
      advice: null,
    },
  },
  {
    name: "Kirim",
    row: `status = 'QUEUED', ${CLAIMED}`,
    attempt: { outcome: null, reason: "" },
    en: { badge: "Sending", note: null, notice: "Sending to DOKU… This page updates itself", advice: null },
    id: {
      badge: "Sedang dikirim",
      note: null,
      notice: "Sedang dikirim ke DOKU… Halaman ini memperbarui diri",
      advice: null,
    },
  },
  {
    name: "Putus",
    row: `status = 'QUEUED', last_outcome = 'not_sent', ${LATER}`,
    attempt: { outcome: "not_sent", reason: "dns", bytesWritten: false },
    en: {
      badge: "Waiting to send",
      note: new RegExp(`^again at ${TIME}$`),
      notice: new RegExp(`^We could not reach DOKU. Nothing was sent. We will try again at ${TIME}$`),
      advice:
        "Nothing was sent. Mitra tries again by itself for a day. If several registrations stop here, ask whoever runs the network whether DOKU's address can be reached",
    },
    id: {
      badge: "Menunggu dikirim",
      note: new RegExp(`^dicoba lagi ${TIME}$`),
      notice: new RegExp(
        `^Kami tidak dapat menghubungi DOKU. Belum ada yang dikirim. Dicoba lagi pukul ${TIME}$`,
      ),
      advice:
        "Belum ada yang dikirim. Mitra mencoba lagi sendiri selama sehari. Jika beberapa pendaftaran berhenti di sini, tanyakan ke pengelola jaringan apakah alamat DOKU dapat dihubungi",
    },
  },
  {
    name: "Giliran",
    row: `status = 'QUEUED', last_outcome = 'rate_limited', ${DUE}`,
    attempt: { outcome: "rate_limited", reason: "rate_limited" },
    en: {
      badge: "Waiting to send",
      note: "goes out when it is its turn",
      notice: "DOKU asked us to slow down. We continue when it is its turn",
      advice:
        "Nothing needs to be done: Mitra goes on when DOKU allows it. If it happens often, an admin can set a lower rate limit",
    },
    id: {
      badge: "Menunggu dikirim",
      note: "dikirim saat tiba gilirannya",
      notice: "DOKU meminta kami memperlambat. Dilanjutkan saat tiba gilirannya",
      advice:
        "Tidak ada yang perlu dilakukan: Mitra melanjutkan saat DOKU mengizinkan. Jika sering terjadi, admin dapat menurunkan batas kecepatan",
    },
  },
  {
    name: "Jeda",
    row: `status = 'QUEUED', last_outcome = 'credential_refused', ${LATER}`,
    credential: "refused",
    attempt: { outcome: "credential_refused", reason: "invalid_signature" },
    en: {
      badge: "Waiting to send",
      note: "sending is paused",
      notice:
        "DOKU did not accept our signature, so sending is paused for “Ditolak”. This registration is waiting; it has not failed. An admin must check the Client-Id, the secret and the server clock",
      advice:
        "Sending is paused. An admin compares Client-Id and secret with DOKU Dashboard, then chooses Test and resume",
    },
    id: {
      badge: "Menunggu dikirim",
      note: "pengiriman dijeda",
      notice:
        "DOKU tidak menerima signature kami, jadi pengiriman untuk “Ditolak” dijeda. Pendaftaran ini menunggu dan tidak gagal. Admin perlu memeriksa Client-Id, secret, dan jam server",
      advice:
        "Pengiriman dijeda. Admin mencocokkan Client-Id dan secret dengan DOKU Dashboard, lalu memilih Uji dan lanjutkan",
    },
  },
  {
    name: "Pindahan",
    row: `status = 'QUEUED', last_outcome = 'not_sent', ${LATER}`,
    credential: "unserved",
    en: {
      badge: "Waiting to send",
      note: "no running server sends it",
      notice:
        "This registration is waiting; it has not failed. No running server has the secret of “Pindah”. An admin must start one that has it",
      advice: null,
    },
    id: {
      badge: "Menunggu dikirim",
      note: "tidak ada server berjalan yang mengirimnya",
      notice:
        "Pendaftaran ini menunggu dan tidak gagal. Tidak ada server berjalan yang punya secret “Pindah”. Admin perlu menjalankan server yang punya secret itu",
      advice: null,
    },
  },
  {
    name: "Nonaktif",
    row: `status = 'QUEUED', ${DUE}`,
    credential: "inactive",
    en: {
      badge: "Waiting to send",
      note: "sending is paused",
      notice:
        "DOKU says our account is not active, so sending is paused for “Nonaktif”. This registration is waiting; it has not failed. An admin must ask DOKU to allow this Client-Id",
      advice: null,
    },
    id: {
      badge: "Menunggu dikirim",
      note: "pengiriman dijeda",
      notice:
        "Menurut DOKU akun kami tidak aktif, jadi pengiriman untuk “Nonaktif” dijeda. Pendaftaran ini menunggu dan tidak gagal. Admin perlu meminta DOKU mengizinkan Client-Id ini",
      advice: null,
    },
  },
  {
    name: "Undang",
    row: "status = 'INVITED', next_run_at = null, invited_at = now()",
    business: true,
    attempt: { outcome: "accepted", reason: "accepted" },
    en: {
      badge: "Invited",
      note: null,
      notice: /^Kopi Undang is registered\. DOKU was asked to invite \S+\. Business ID BSN-Undang$/,
      advice: null,
    },
    id: {
      badge: "Diundang",
      note: null,
      notice: /^Kopi Undang terdaftar\. DOKU diminta mengundang \S+\. ID Bisnis BSN-Undang$/,
      advice: null,
    },
  },
  {
    name: "Tolak",
    row: "status = 'NEEDS_FIX', next_run_at = null, problem = 'must not contain &', problem_field = 'businessName', cause = 'refused.businessName.00000001'",
    attempt: { outcome: "refused", reason: "validation", message: "must not contain &" },
    en: {
      badge: "Needs fixing",
      note: "Business name has “&”, which DOKU does not accept",
      notice: "Business name has “&”, which DOKU does not accept. Change it and send again",
      advice: "Change what DOKU names and send again. Nothing was created",
    },
    id: {
      badge: "Perlu diperbaiki",
      note: "Nama bisnis memuat “&”, yang tidak diterima DOKU",
      notice: "Nama bisnis memuat “&”, yang tidak diterima DOKU. Ubah lalu kirim lagi",
      advice: "Ubah yang disebut DOKU lalu kirim lagi. Tidak ada yang dibuat",
    },
  },
  {
    name: "Terpakai",
    row: "status = 'NEEDS_FIX', next_run_at = null, problem = 'partner_ref_id has been used', problem_field = 'partnerReference', cause = 'refused.partnerReference.00000001'",
    attempt: { outcome: "refused", reason: "validation", message: "partner_ref_id has been used" },
    en: {
      badge: "Needs fixing",
      note: "Partner reference is in use at DOKU already",
      notice:
        "Partner reference is in use at DOKU already. Look for Kopi Terpakai in DOKU Dashboard first. If it is there, choose I found it; if not, choose Fix and send and give another reference",
      advice: null,
    },
    id: {
      badge: "Perlu diperbaiki",
      note: "Referensi partner sudah dipakai di DOKU",
      notice:
        "Referensi partner sudah dipakai di DOKU. Cari Kopi Terpakai di DOKU Dashboard dulu. Jika ada, pilih Saya menemukannya; jika tidak ada, pilih Perbaiki dan kirim dan beri referensi lain",
      advice: null,
    },
  },
  {
    name: "Ragu",
    row: `status = 'UNCONFIRMED', last_outcome = 'unknown', cause = 'unsure.header_timeout', ${LATER}`,
    attempt: NO_ANSWER,
    en: {
      badge: "Not sure yet",
      note: new RegExp(`^again at ${TIME}$`),
      notice: new RegExp(`^${DOUBT_EN} We check again at ${TIME}$`),
      advice: null,
    },
    id: {
      badge: "Belum pasti",
      note: new RegExp(`^dicoba lagi ${TIME}$`),
      notice: new RegExp(`^${DOUBT_ID} Kami cek lagi pukul ${TIME}$`),
      advice: null,
    },
  },
  {
    name: "Cek",
    row: `status = 'UNCONFIRMED', last_outcome = 'unknown', cause = 'unsure.header_timeout', ${DUE}`,
    attempt: NO_ANSWER,
    en: {
      badge: "Not sure yet",
      note: "checked when it is its turn",
      notice: `${DOUBT_EN} We check again when it is its turn`,
      advice: null,
    },
    id: {
      badge: "Belum pasti",
      note: "dicek saat tiba gilirannya",
      notice: `${DOUBT_ID} Kami cek lagi saat tiba gilirannya`,
      advice: null,
    },
  },
  {
    name: "Tanya",
    row: `status = 'UNCONFIRMED', last_outcome = 'unknown', cause = 'unsure.header_timeout', ${CLAIMED}`,
    attempt: NO_ANSWER,
    en: {
      badge: "Not sure yet",
      note: "checking…",
      notice: "Asking DOKU what became of this registration… This page updates itself",
      advice: null,
    },
    id: {
      badge: "Belum pasti",
      note: "sedang dicek…",
      notice: "Sedang menanyakan pendaftaran ini ke DOKU… Halaman ini memperbarui diri",
      advice: null,
    },
  },
  {
    name: "Pilih",
    row: `status = 'UNCONFIRMED', last_outcome = 'unknown', cause = 'unsure.header_timeout', ${PARKED}`,
    attempt: NO_ANSWER,
    en: {
      badge: "Not sure yet",
      note: "DOKU did not answer in time",
      notice: `${DOUBT_EN} Choose Check with DOKU`,
      advice:
        "The request may have arrived at DOKU. Choose Check with DOKU, or look in DOKU Dashboard and choose I found it",
    },
    id: {
      badge: "Belum pasti",
      note: "DOKU tidak menjawab tepat waktu",
      notice: `${DOUBT_ID} Pilih Cek ke DOKU`,
      advice:
        "Permintaan mungkin sudah sampai di DOKU. Pilih Cek ke DOKU, atau cari di DOKU Dashboard lalu pilih Saya menemukannya",
    },
  },
  {
    name: "Cari",
    row: `status = 'UNCONFIRMED', last_outcome = 'unknown', cause = 'unsure.duplicate_reported', ${PARKED}`,
    credential: "unproven",
    attempt: { outcome: "unknown", reason: "duplicate_reported" },
    en: {
      badge: "Not sure yet",
      note: "DOKU says it has this already, but gave no IDs. Look for it in DOKU Dashboard",
      notice:
        "DOKU answered, but not in a way we can use. The merchant may or may not be registered. Look for Kopi Cari in DOKU Dashboard first. If it is there, choose I found it; if not, choose Send again",
      advice:
        "The request may have arrived at DOKU. Look in DOKU Dashboard: if it is there, choose I found it; if not, choose Send again",
    },
    id: {
      badge: "Belum pasti",
      note: "Menurut DOKU ini sudah ada, tetapi ID-nya tidak diberikan. Cari di DOKU Dashboard",
      notice:
        "DOKU menjawab, tetapi jawabannya tidak bisa dipakai. Merchant mungkin sudah atau belum terdaftar. Cari Kopi Cari di DOKU Dashboard dulu. Jika ada, pilih Saya menemukannya; jika tidak ada, pilih Kirim lagi",
      advice:
        "Permintaan mungkin sudah sampai di DOKU. Lihat DOKU Dashboard: jika ada, pilih Saya menemukannya; jika tidak ada, pilih Kirim lagi",
    },
  },
  {
    name: "Raguan",
    row: `status = 'UNCONFIRMED', last_outcome = 'unknown', cause = 'unsure.header_timeout', ${LATER}`,
    credential: "refused",
    attempt: NO_ANSWER,
    en: {
      badge: "Not sure yet",
      note: "sending is paused",
      notice:
        "We did not get a usable answer from DOKU, so Kopi Raguan may or may not be registered. Sending is paused for “Ditolak”: DOKU did not accept our signature. An admin must check the Client-Id, the secret and the server clock",
      advice: null,
    },
    id: {
      badge: "Belum pasti",
      note: "pengiriman dijeda",
      notice:
        "DOKU belum memberi jawaban yang pasti, jadi Kopi Raguan mungkin sudah atau belum terdaftar. Pengiriman untuk “Ditolak” dijeda: DOKU tidak menerima signature kami. Admin perlu memeriksa Client-Id, secret, dan jam server",
      advice: null,
    },
  },
  {
    name: "Gagal",
    row: "status = 'FAILED', last_outcome = 'not_sent', cause = 'not_sent.dns', next_run_at = null",
    attempt: { outcome: "not_sent", reason: "dns", bytesWritten: false },
    en: {
      badge: "Not sent",
      note: "DOKU's address could not be looked up",
      notice:
        "We tried for a day and could not get through to DOKU. Nothing was registered. Choose Retry to send the same registration again",
      advice: null,
    },
    id: {
      badge: "Tidak terkirim",
      note: "Alamat DOKU tidak ditemukan",
      notice:
        "Kami mencoba selama sehari dan tidak berhasil terhubung ke DOKU. Tidak ada yang didaftarkan. Pilih Coba lagi untuk mengirim pendaftaran yang sama",
      advice: null,
    },
  },
  {
    name: "Lambat",
    row: "status = 'FAILED', last_outcome = 'rate_limited', cause = 'not_sent.rate_limited', next_run_at = null",
    attempt: { outcome: "rate_limited", reason: "rate_limited" },
    en: {
      badge: "Not sent",
      note: "DOKU asked us to slow down",
      notice:
        "DOKU asked us to slow down for a whole day, and never took this registration. Nothing was registered. Choose Retry to send the same registration again",
      advice: null,
    },
    id: {
      badge: "Tidak terkirim",
      note: "DOKU meminta kami memperlambat",
      notice:
        "DOKU meminta kami memperlambat selama sehari penuh dan tidak pernah menerima pendaftaran ini. Tidak ada yang didaftarkan. Pilih Coba lagi untuk mengirim pendaftaran yang sama",
      advice: null,
    },
  },
  {
    name: "Arsip",
    row: "status = 'NEEDS_FIX', next_run_at = null, archived_at = now(), problem = 'no', cause = null",
    attempt: { outcome: "refused", reason: "validation", message: "no" },
    en: {
      badge: "Needs fixing",
      note: "DOKU did not accept this registration: “no”",
      notice:
        "DOKU did not accept this registration: “no”. Change it and send again. This registration is archived. Restore brings it back to the list",
      advice: null,
    },
    id: {
      badge: "Perlu diperbaiki",
      note: "DOKU tidak menerima pendaftaran ini: “no”",
      notice:
        "DOKU tidak menerima pendaftaran ini: “no”. Ubah lalu kirim lagi. Pendaftaran ini diarsipkan. Pulihkan untuk mengembalikannya ke daftar",
      advice: null,
    },
  },
];

test.setTimeout(300_000);

test("in every state, list and page say what is true of it, in both languages", async ({ page }) => {
  const mortal = createMortalProduct({ DOKU_REPLAY: "proven" });
  try {
    const product = await mortal.start();
    await page.context().addCookies([{ name: "locale", value: "en", url: product.url }]);
    await signIn(page, undefined, product);
    const base = await register(page, makeMerchant(), product);
    const ids = await makeStates(product.databaseUrl, base);
    const batch = await makeBatch(product.databaseUrl, base, ids);
    for (const locale of ["en", "id"] as const) {
      await page.context().addCookies([{ name: "locale", value: locale, url: product.url }]);
      await stayDue(product.databaseUrl);
      await expectList(page, product.url, locale);
      await stayDue(product.databaseUrl);
      await expectBatch(page, `${product.url}/imports/${batch}?rows=all`, locale);
      for (const state of STATES) {
        await stayDue(product.databaseUrl);
        await test.step(`${locale}: ${state.name}`, () =>
          expectPage(page, `${product.url}/registrations/${ids.get(state.name)}`, state[locale]));
      }
    }
  } finally {
    await page.goto("about:blank");
    await mortal.remove();
  }
});

test("the test of a credential says what came of it, and *On* only after DOKU has accepted", async ({
  page,
}) => {
  const mortal = createMortalProduct({ DOKU_REPLAY: "proven" });
  try {
    const { url, databaseUrl } = await mortal.start();
    await page.context().addCookies([{ name: "locale", value: "en", url }]);
    await signIn(page, undefined, { url });
    await register(page, makeMerchant({}, "always-unauthorized"), { url });
    await page.goto(`${url}/registrations?status=QUEUED`);
    await expect(page.locator("main tbody")).toContainText("sending is paused");
    await page.goto(`${url}/settings/credentials`);
    const badge = page.locator("main [data-credential-state]").first();
    await expect(badge).toHaveText("Paused");
    await page.getByRole("button", { name: "Test and resume" }).click();
    await expect(
      page.getByRole("status").filter({ hasText: "DOKU refused again, so sending stays paused" }),
    ).toBeVisible({ timeout: 20_000 });
    await expect(badge).toHaveText("Paused");
    await expectAccessible(page);

    // Somebody mended it at DOKU: the same address is answered as any other.
    await askNoFailure(databaseUrl);
    await page.getByRole("button", { name: "Test and resume" }).click();
    await expect(
      page.getByRole("status").filter({ hasText: "DOKU accepted the test. Sending goes on" }),
    ).toBeVisible({ timeout: 20_000 });
    await expect(badge).toHaveText("On");
  } finally {
    await page.goto("about:blank");
    await mortal.remove();
  }
});

/** A copy of the registration `base` in each state, under credentials that are well, not proven, refused, inactive or nobody's. */
async function makeStates(connectionString: string, base: string): Promise<ReadonlyMap<string, string>> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(`
      insert into credential select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(),
               'client_id', made.label, 'label', made.label, 'replay', made.replay, 'paused_reason', made.reason,
               'paused_at', case when made.reason is null then null else now() end))).*
        from credential c cross join (values ('Cermat', 'unproven', null), ('Ditolak', 'proven', 'invalid_signature'),
               ('Nonaktif', 'proven', 'merchant_not_active'), ('Pindah', 'proven', null)) as made(label, replay, reason)`);
    const ids = new Map<string, string>();
    for (const state of STATES) ids.set(state.name, await makeState(client, base, state));
    return ids;
  } finally {
    await client.end();
  }
}

/** What is due and lies about for long is taken up by the worker: so it has become due only now, however long the story takes. */
async function stayDue(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(`update registration set ${DUE} where next_run_at < now()`);
  await client.end();
}

/** A spreadsheet that was sent, with a row for each of these registrations in their order. */
async function makeBatch(
  connectionString: string,
  base: string,
  ids: ReadonlyMap<string, string>,
): Promise<string> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `insert into import (id, environment, credential_id, created_by_id, file_name, format, bytes, status, headings, fields, row_count, checked_count)
       select gen_random_uuid(), environment, credential_id, owner_id, 'keadaan.csv', 'csv', 1, 'finished', '{Nama bisnis}', '{businessName}', $2, $2
         from registration where id = $1 returning id`,
      [base, ids.size],
    );
    await client.query(
      `insert into import_row (import_id, position, cells, row_key, state, registration_id)
       select $1, number, array[r.business_name], r.form_key, 'sent', r.id
         from unnest($2::uuid[]) with ordinality as given(id, number) join registration r using (id)`,
      [rows[0]?.id, [...ids.values()]],
    );
    return rows[0]?.id ?? "";
  } finally {
    await client.end();
  }
}

async function askNoFailure(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(
    "update registration set body_text = replace(body_text, 'always-unauthorized+', 'baik+')",
  );
  await client.end();
}

const LABELS = { unproven: "Cermat", refused: "Ditolak", inactive: "Nonaktif", unserved: "Pindah" } as const;

async function makeState(
  client: pg.Client,
  base: string,
  { name, row, credential, attempt, business }: State,
) {
  const { rows } = await client.query<{ id: string }>(
    `insert into registration select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'form_key', gen_random_uuid(), 'request_id', gen_random_uuid(),
              'partner_ref_id', 'REF-' || $2, 'partner_ref_key', lower('REF-' || $2), 'business_name', 'Kopi ' || $2,
              'name_key', upper('KOPI ' || $2), 'cause', null, 'problem', null, 'problem_field', null, 'invited_at', null, 'last_outcome', null,
              'phone_e164', '+62815' || floor(random() * 1e8), 'representative_email_key', $2 || '@x.example', 'invited_user_email_key', $2 || '@y.example'))).*
       from registration r where id = $1 returning id`,
    [base, name],
  );
  const id = rows[0]?.id ?? "";
  // Before it is due, so that nobody takes it up.
  if (credential && credential !== "proven") {
    await client.query(
      "update registration set credential_id = (select id from credential where label = $2) where id = $1",
      [id, LABELS[credential]],
    );
  }
  if (attempt) {
    await client.query(
      `insert into attempt (id, registration_id, number, kind, request_id, holder, epoch, key_version, started_at, ended_at, outcome, reason, message, bytes_written)
       select gen_random_uuid(), id, 1, 'first', coalesce(request_id, 'x'), 'nobody', 1, 'k', now() - interval '1 minute',
              case when $2::text is null then null else now() end, $2::outcome, nullif($3, ''), $4, $5 from registration where id = $1`,
      [id, attempt.outcome, attempt.reason, attempt.message ?? null, attempt.bytesWritten ?? true],
    );
  }
  if (business) {
    await client.query(
      `insert into business (id, environment, business_id, partner_ref_id, registration_id, source)
       select gen_random_uuid(), environment, 'BSN-' || $2, partner_ref_id, id, 'doku' from registration where id = $1`,
      [id, name],
    );
  }
  await client.query(`update registration set ${row} where id = $1`, [id]);
  return id;
}

async function expectList(page: Page, url: string, locale: "en" | "id"): Promise<void> {
  for (const tab of ["", "?status=archived"]) {
    await page.goto(`${url}/registrations${tab}`);
    for (const state of STATES.filter(({ row }) => row.includes("archived_at") === (tab !== ""))) {
      const { badge, note } = state[locale];
      const row = page
        .getByRole("row")
        .filter({ has: page.getByText(`Kopi ${state.name}`, { exact: true }) });
      await expect(row.locator("[data-status]"), state.name).toHaveText(badge);
      const said = await row
        .locator("td")
        .filter({ has: page.locator("[data-status]") })
        .locator("[title]")
        .allTextContents();
      if (note === null) expect(said, state.name).toEqual([]);
      else
        expect(said.join(), state.name).toMatch(
          note instanceof RegExp ? note : new RegExp(`^${escaped(note)}$`),
        );
    }
  }
}

/** The grid of a spreadsheet calls each row as the list does. */
async function expectBatch(page: Page, address: string, locale: "en" | "id"): Promise<void> {
  await page.goto(address);
  const badges = page.locator("tbody[data-row] [data-status]");
  await expect(badges).toHaveText(STATES.map((state) => state[locale].badge));
}

async function expectPage(page: Page, address: string, { badge, notice, advice }: Words): Promise<void> {
  await page.goto(address);
  await expect(page.locator("main [data-status]").first()).toHaveText(badge);
  // Notices of the whole console may stand above the one of the registration.
  const said = await page.locator("main [role=status] > div > div:first-of-type").allTextContents();
  expect(said).toContainEqual(notice instanceof RegExp ? expect.stringMatching(notice) : notice);
  const advised = page.locator("main p").filter({ hasText: /^(What to do|Yang perlu dilakukan):/ });
  if (advice === null) await expect(advised).toHaveCount(0);
  else await expect(advised).toHaveText(new RegExp(`: ${escaped(advice)}$`));
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

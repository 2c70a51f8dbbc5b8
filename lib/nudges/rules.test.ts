import { describe, expect, test } from "vitest";
import { LOCALES } from "@/lib/i18n/locale";
import { BUILT_IN_TEMPLATES, NUDGE_LOCALES, TEMPLATE_CHANNELS } from "./built-in-templates";
import { coolingUntil } from "./cool-down";
import { documentKey, documentLines, documentQueryFor } from "./documents";
import { isLongMailto, mailtoHref, whatsAppHref } from "./links";
import { BODY_MAX_LENGTH, idIn, refuseMessage, SUBJECT_MAX_LENGTH, writeMessage } from "./message-text";
import { fillPlaceholders, PLACEHOLDERS, unknownPlaceholders } from "./placeholders";

const VALUES = {
  business_name: "Kopi {sender} Senja",
  representative_name: "Budi",
  inbox: "b•••@kopisenja.example",
  documents: "• KTP",
  sender: "Rina",
};
const FACTS = {
  businessName: "Kopi\nSenja",
  representativeName: "Budi  Santoso",
  invitedUserEmail: "budi@kopisenja.example",
  documents: "• KTP\n• Selfie",
  sender: "Rina",
};
const NOBODY = { ids: [], words: [] };

describe("placeholders", () => {
  test.each([
    ["Halo {representative_name}", "Halo Budi"],
    ["{ sender } dan {sender}", "Rina dan Rina"],
    ["{business_name}", "Kopi {sender} Senja"],
    ["{nama_bisnis} {", "{nama_bisnis} {"],
    ["$& {sender} $1", "$& Rina $1"],
  ])("%j becomes %j", (text, filled) => {
    expect(fillPlaceholders(text, VALUES)).toBe(filled);
  });

  test.each([
    ["Halo {representative_name} {documents}", []],
    ["{nama} {business_id} {nama} {}", ["{nama}", "{business_id}", "{}"]],
    ["{Business_Name}", ["{Business_Name}"]],
    ["a { b", []],
    ["{ sender }", []],
    ["Halo {{business_name}}, {{ sender }} {sender}}", ["{{business_name}}", "{{sender}}", "{sender}}"]],
    ["Halo {representative_name, dari sender}", ["{representative_name, dari sender}"]],
    ["Halo {representative_name\nsender}", ["{representative_name", "sender}"]],
  ])("of %j unknown is %j", (text, unknown) => {
    expect(unknownPlaceholders(text)).toEqual(unknown);
  });

  test("no more are named than a sentence holds", () => {
    expect(unknownPlaceholders("{a}{b}{c}{d}{e}{f}{g}")).toHaveLength(5);
  });
});

describe("the built-in words", () => {
  test.each(TEMPLATE_CHANNELS.flatMap((channel) => LOCALES.map((locale) => [channel, locale] as const)))(
    "%s in %s say everything, and nothing that is not filled in",
    (channel, locale) => {
      const template = BUILT_IN_TEMPLATES[channel][locale];
      expect(unknownPlaceholders(template.subject + template.body)).toEqual([]);
      for (const name of PLACEHOLDERS) expect(template.body).toContain(`{${name}}`);
      const message = writeMessage(template, FACTS);
      expect(message.body).not.toMatch(/[{}]/);
      expect(message.body).toMatch(/spam/);
      expect(message.body).toContain("DOKU Dashboard");
      expect(message.body).toContain("2×24");
      expect(message.body).toMatch(/settlement is held|ditahan/i);
      expect(message.body).toContain("• KTP\n• Selfie");
      expect(message.subject === "").toBe(channel === "whatsapp");
      expect(refuseMessage(message, NOBODY)).toBeNull();
    },
  );

  test("are Indonesian first", () => expect(NUDGE_LOCALES[0]).toBe("id"));

  test("name the inbox masked, and names in one line", () => {
    const { body, subject } = writeMessage(BUILT_IN_TEMPLATES.email.id, FACTS);
    expect(body).toContain("b•••@kopisenja.example");
    expect(body).not.toContain("budi@kopisenja.example");
    expect(body).toContain("Halo Budi Santoso, saya Rina.");
    expect(subject).toBe("Lengkapi pendaftaran Kopi Senja di DOKU");
  });
});

test.each(["", "x"])("no cut leaves half a sign, which no message may have (%j)", (first) => {
  const long = first + "\u{1F35C}".repeat(112);
  const { subject } = writeMessage(
    { subject: "{business_name}{business_name}", body: "" },
    { ...FACTS, businessName: long },
  );
  const lines = documentLines(
    [{ name: long, extensions: [], maxSizeMb: null }],
    { businessType: "PERSONAL" },
    "id",
  );
  for (const text of [subject, lines]) expect(text).not.toMatch(/\p{Cs}/u);
});

describe("an id or a key in a message", () => {
  test.each([
    ["BSN-0103-1700206906468", "BSN-0103-1700206906468"],
    ["lihat (brn-0103-1700206906471).", "brn-0103-1700206906471"],
    ["kunci SK-3f9a8b7c6d5e", "SK-3f9a8b7c6d5e"],
    ["kunci SK-hCJxGTAMKGLEEqwertyu", "SK-hCJxGTAMKGLEEqwertyu"],
    ["0190a2b4-7c1d-7e8f-9a0b-1c2d3e4f5a6b", "0190a2b4-7c1d-7e8f-9a0b-1c2d3e4f5a6b"],
    ["referensi TOKO-00017", "TOKO-00017"],
  ])("%j is found", (text, found) => {
    const own = { ids: ["TOKO-00017"], words: ["Toko Tujuh Belas"] };
    expect(idIn(text, own)).toBe(found);
    expect(refuseMessage({ subject: text, body: "Halo" }, own)).toEqual({
      problem: "hasId",
      found,
    });
  });

  test.each([
    "Toko SK-II Beauty",
    "SK-Kemenkumham dan NPWP",
    "BRN",
    "Budi 0815 1022 9216",
    "settlement 2×24",
    "",
  ])("%j is none", (text) => {
    expect(idIn(text, { ids: ["TOKO-00017", ""], words: [] })).toBeNull();
  });

  test.each(["Toko BSN-88", "BRN-2 Grosir", "SK-Beauty2024", "0190a2b4-7c1d-7e8f-9a0b-1c2d3e4f5a6b"])(
    "%j is none where the merchant is called so, and what stands beside it still is",
    (name) => {
      const own = { ids: [], words: [name] };
      expect(refuseMessage({ subject: `Undangan ${name}`, body: `Halo ${name}. Salam` }, own)).toBeNull();
      expect(idIn(`Halo ${name}, ID Anda BSN-0103-1700206906468`, own)).toBe("BSN-0103-1700206906468");
      expect(idIn(`Halo ${name}`)).not.toBeNull();
    },
  );
});

test.each([
  [{ subject: "", body: "  \n" }, "missing"],
  [{ subject: "", body: "x".repeat(BODY_MAX_LENGTH + 1) }, "tooLong"],
  [{ subject: "x".repeat(SUBJECT_MAX_LENGTH + 1), body: "x" }, "tooLong"],
])("a message without words or without an end does not leave", (message, problem) => {
  expect(refuseMessage(message, NOBODY)).toEqual({ problem, found: "" });
});

describe("the cool-down", () => {
  const now = new Date("2026-11-12T07:05:00Z");
  test.each([
    [null, null],
    ["2026-11-12T07:05:00Z", "2026-11-13T07:05:00.000Z"],
    ["2026-11-11T07:05:01Z", "2026-11-12T07:05:01.000Z"],
    ["2026-11-11T07:05:00Z", null],
    ["2026-10-01T00:00:00Z", null],
  ])("after a reminder at %s lasts until %s", (at, until) => {
    expect(coolingUntil(at === null ? null : new Date(at), now)?.toISOString() ?? null).toBe(until);
  });
});

describe("links", () => {
  const TEXT = 'Halo "Budi" & Sari #1 😀\n50% = ½ + {x}?';

  test("WhatsApp gets the digits, and every sign of the text", () => {
    const href = whatsAppHref("+62 815-1022-9216", TEXT) ?? "";
    expect(href).toMatch(/^https:\/\/wa\.me\/6281510229216\?text=/);
    expect(href).not.toMatch(/[ "#\n]|&(?!$)/);
    expect(new URL(href).searchParams.get("text")).toBe(TEXT);
    expect([...new URL(href).searchParams.keys()]).toEqual(["text"]);
    expect(whatsAppHref("", TEXT)).toBeNull();
  });

  test("a mail program gets address, subject and lines", () => {
    const href = mailtoHref({ to: "budi+doku&cc=x@toko.example", subject: "A & B #1?", body: TEXT });
    expect(href.startsWith("mailto:budi%2Bdoku%26cc%3Dx@toko.example?subject=")).toBe(true);
    const { searchParams } = new URL(href);
    expect(searchParams.get("subject")).toBe("A & B #1?");
    expect(searchParams.get("body")).toBe(TEXT.replace("\n", "\r\n"));
    expect([...searchParams.keys()]).toEqual(["subject", "body"]);
  });

  test("half a sign breaks neither", () => {
    expect(whatsAppHref("+62", "😀".slice(0, 1))).toBe("https://wa.me/62?text=%EF%BF%BD");
  });

  test("what some mail programs cut is known", () => {
    const mail = { to: "a@b.example", subject: "", body: "" };
    expect(isLongMailto(mailtoHref(mail))).toBe(false);
    expect(isLongMailto(mailtoHref({ ...mail, body: "é".repeat(400) }))).toBe(true);
  });
});

describe("documents", () => {
  test.each([
    [null, "PERSONAL/PERSEORANGAN/RETAIL/ID"],
    ["PERSEORANGAN", "PERSONAL/PERSEORANGAN/RETAIL/ID"],
    ["sesuatu yang baru", "PERSONAL/PERSEORANGAN/RETAIL/ID"],
    [" pt ", "CORPORATE/PT/RETAIL/ID"],
    ["PERKUMPULAN BERBADAN HUKUM", "CORPORATE/PERKUMPULAN_BERBADAN_HUKUM/RETAIL/ID"],
  ])("of the legal entity %j are asked for as %s", (entity, key) => {
    expect(documentKey(documentQueryFor(entity))).toBe(key);
  });

  test("are DOKU's with formats and sizes, or a usual list", () => {
    const query = documentQueryFor(null);
    const documents = [
      { name: "Brand\nPhoto Proof", extensions: ["PNG", "JPG"], maxSizeMb: 15 },
      { name: "KTP", extensions: [], maxSizeMb: null },
    ];
    expect(documentLines(documents, query, "id")).toBe("• Brand Photo Proof (PNG, JPG; maks. 15 MB)\n• KTP");
    expect(documentLines(documents, query, "en")).toContain("max. 15 MB");
    expect(documentLines(null, query, "id")).toContain("• KTP");
    expect(documentLines([], documentQueryFor("PT"), "en")).toContain("Deed of establishment");
  });

  test("are no more and no longer than a message holds", () => {
    const many = Array.from({ length: 60 }, () => ({
      name: "x".repeat(300),
      extensions: [],
      maxSizeMb: null,
    }));
    expect(documentLines(many, documentQueryFor(null), "id").length).toBeLessThan(20 * 104);
  });
});

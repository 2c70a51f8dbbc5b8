import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { problemOf } from "@/lib/field-problem";
import { CATALOGS } from "@/lib/i18n/catalog";
import { createTranslatorFor } from "@/lib/i18n/translator";
import { limitOf } from "./registration-fields";
import {
  checkDraft,
  checkRegistration,
  PROBLEM_CODES,
  type Problem,
  type ProblemCode,
  REGISTRATION_FIELDS,
  type RegistrationInput,
  registrationInputSchema,
  registrationSchema,
} from "./schema";

const kopiSenja: RegistrationInput = {
  businessName: "PT. Kopi Senja",
  representativeName: "Budi Contoh",
  representativeEmail: "Budi@Contoh.id",
  phoneNumber: "0815-1022-9216",
  country: "ID",
  invitedUserEmail: "kasir@contoh.id",
  referralCode: "ABC123",
  partnerReference: "MTR-Test.1",
};

function check(change: Partial<RegistrationInput>) {
  return checkRegistration({ ...kopiSenja, ...change });
}

function problemsOf(change: Partial<RegistrationInput>): Problem[] {
  const checked = check(change);
  return checked.ok ? [] : checked.problems;
}

describe("registrationInputSchema", () => {
  it("drops unknown keys and fills in what is missing", () => {
    const handedIn = JSON.parse('{"businessName":"Kopi Senja","role":"admin","__proto__":{"country":"SG"}}');
    expect(registrationInputSchema.parse(handedIn)).toEqual({
      businessName: "Kopi Senja",
      representativeName: "",
      representativeEmail: "",
      phoneNumber: "",
      country: "ID",
      invitedUserEmail: "",
      referralCode: "",
      partnerReference: "",
    });
  });

  test.each([...REGISTRATION_FIELDS, "country"])("refuses anything but a string for %s", (field) => {
    for (const value of [{ contains: "" }, [], 81510229216, null, true]) {
      expect(registrationInputSchema.safeParse({ ...kopiSenja, [field]: value }).success).toBe(false);
    }
  });

  test.each([null, "text", 1, []])("refuses %j as a whole", (handedIn) => {
    expect(registrationInputSchema.safeParse(handedIn).success).toBe(false);
  });
});

describe("checkRegistration", () => {
  it("gives the fields as they will be sent, the keys, and what was typed", () => {
    expect(
      check({ businessName: " PT. Kopi\nSenja\u0000 ", country: "id", phoneNumber: " 0815-1022-9216\u0000" }),
    ).toEqual({
      ok: true,
      warnings: [],
      notes: [],
      value: {
        businessName: "PT. Kopi Senja",
        representativeName: "Budi Contoh",
        representativeEmail: "Budi@contoh.id",
        invitedUserEmail: "kasir@contoh.id",
        phone: {
          callingCode: "62",
          number: "81510229216",
          e164: "+6281510229216",
          display: "62 · 815 1022 9216",
        },
        referralCode: "ABC123",
        partnerReference: "MTR-Test.1",
        keys: {
          name: "KOPI SENJA",
          representativeEmail: "budi@contoh.id",
          invitedUserEmail: "kasir@contoh.id",
          partnerReference: "mtr-test.1",
        },
        typed: { ...kopiSenja },
      },
    });
  });

  it("names every empty field at once, in the order of the form", () => {
    const empty = registrationInputSchema.parse({});
    const blank = { ...empty, businessName: " \u200B\u00A0", representativeEmail: "\n" };
    for (const input of [empty, blank]) {
      expect(checkRegistration(input)).toEqual({
        ok: false,
        warnings: [],
        notes: [],
        problems: [
          { field: "businessName", code: "business_name_missing" },
          { field: "representativeName", code: "representative_name_missing" },
          { field: "representativeEmail", code: "representative_email_missing" },
          { field: "phoneNumber", code: "phone_missing" },
          { field: "invitedUserEmail", code: "invited_user_email_missing" },
          { field: "partnerReference", code: "partner_reference_missing" },
        ],
      });
    }
  });

  test.each(REGISTRATION_FIELDS)("counts the characters of a %s that is too long", (field) => {
    const max = limitOf(field);
    for (const count of [max + 1, 10_000]) {
      expect(problemsOf({ [field]: "a".repeat(count) })).toEqual([
        { field, code: "too_long", params: { field, count, max } },
      ]);
    }
  });

  it("takes names and references of exactly the longest length, an emoji counting as one", () => {
    expect(check({ businessName: "😀".repeat(225), representativeName: "a".repeat(225) }).ok).toBe(true);
    expect(check({ partnerReference: "a".repeat(64), referralCode: "abcdef" }).ok).toBe(true);
  });

  test.each<[Partial<RegistrationInput>, ProblemCode]>([
    [{ representativeEmail: "budi@" }, "email_format"],
    [{ invitedUserEmail: "kasir@contoh.id\u0000" }, "email_control_characters"],
    [{ phoneNumber: "8.15102E+10" }, "phone_excel_scientific"],
    [{ phoneNumber: "0878" }, "phone_too_short"],
    [{ country: "XX" }, "phone_country_unknown"],
    [{ referralCode: "AB-1" }, "referral_code_format"],
    [{ referralCode: "ÁBC" }, "referral_code_format"],
    [{ partnerReference: "MTR 1" }, "partner_reference_characters"],
    [{ partnerReference: "MTR/é" }, "partner_reference_characters"],
  ])("refuses %j", (change, code) => {
    expect(problemsOf(change).map((problem) => problem.code)).toEqual([code]);
  });

  test.each(["-", "–", "nan", "NaN", "N/A", "None", "null", ".", "tidak ada", "belum ada"])(
    "takes %j for nothing: told of where a field is optional, missing where it is required",
    (nothing) => {
      const everywhere = { ...kopiSenja };
      for (const field of REGISTRATION_FIELDS) everywhere[field] = nothing;
      expect(problemsOf(everywhere).map(({ code }) => code)).toEqual([
        "business_name_missing",
        "representative_name_missing",
        "representative_email_missing",
        "phone_missing",
        "invited_user_email_missing",
        "partner_reference_missing",
      ]);
      expect(check({ referralCode: nothing })).toMatchObject({
        ok: true,
        value: { referralCode: null, typed: { referralCode: "" } },
        warnings: [],
        notes: [{ field: "referralCode", code: "taken_empty", params: { text: nothing } }],
      });
    },
  );

  it("asks about a name that may be one after all", () => {
    expect(check({ businessName: "Blank", representativeName: "Null", referralCode: "xxx" })).toMatchObject({
      ok: true,
      value: { businessName: "Blank", representativeName: "Null", referralCode: "xxx" },
      warnings: ["Blank", "Null", "xxx"].map((text) => ({ code: "placeholder_doubtful", params: { text } })),
    });
  });

  it("takes the address out of what was pasted around it, and keeps and sends that alone", () => {
    expect(check({ representativeEmail: "Budi <budi@contoh.id>;" })).toMatchObject({
      ok: true,
      value: { representativeEmail: "budi@contoh.id", typed: { representativeEmail: "budi@contoh.id" } },
      notes: [{ field: "representativeEmail", code: "taken_email", params: { address: "budi@contoh.id" } }],
    });
  });

  it("takes wide letters and digits as plain ones where nothing else may stand, says so, and keeps and sends those", () => {
    const plain = {
      representativeEmail: "budi@contoh.id",
      referralCode: "ABC123",
      partnerReference: "MTR-001",
    };
    const wide = {
      businessName: "Ｋｏｐｉ",
      representativeEmail: "ｂｕｄｉ＠ｃｏｎｔｏｈ．ｉｄ",
      phoneNumber: "０８１５１０２２９２１６",
      referralCode: "ＡＢＣ１２３",
      partnerReference: "ＭＴＲ－００１",
    };
    expect(check(wide)).toMatchObject({
      ok: true,
      value: { ...plain, businessName: "Ｋｏｐｉ", phone: { e164: "+6281510229216" }, typed: plain },
      warnings: [{ field: "businessName", code: "characters_unusual" }],
      notes: [
        { field: "representativeEmail", code: "taken_email", params: { address: "budi@contoh.id" } },
        { field: "referralCode", code: "taken_plain", params: { plain: "ABC123" } },
        { field: "partnerReference", code: "taken_plain", params: { plain: "MTR-001" } },
      ],
    });
  });

  it.each([
    ["MTR\u2011001", { ok: true, value: { partnerReference: "MTR-001" } }],
    ["MTR–001", { ok: false, problems: [{ params: { suggestion: "MTR-001" } }] }],
    ["MTR²", { ok: false, problems: [{ code: "partner_reference_characters" }] }],
    ["ＭＴＲ ００１", { ok: false, problems: [{ code: "partner_reference_characters" }] }],
  ])("does not guess at other signs in a reference: %s", (partnerReference, expected) => {
    expect(check({ partnerReference })).toMatchObject(expected);
  });

  it("asks about a whole message in place of a name", () => {
    const businessName = "Nama usaha: Kopi Senja PIC: Budi HP: 081510229216";
    expect(check({ businessName })).toMatchObject({ warnings: [{ code: "chat_in_name" }] });
    expect(check({ businessName: "Toko: Kopi Senja" })).toMatchObject({ warnings: [] });
  });

  it("leaves an empty referral code out and keeps the case of one", () => {
    expect(check({ referralCode: " " })).toMatchObject({ value: { referralCode: null } });
    expect(check({ referralCode: " aBc1 " })).toMatchObject({ value: { referralCode: "aBc1" } });
  });

  test.each([
    ["PT. Maju & Jaya", "&"],
    ["Kopi 😀", "😀"],
    ["<b>Kopi</b>", "< >"],
    ["قهوة", "ق ه و ة"],
  ])("warns about %s and does not alter it", (businessName, characters) => {
    expect(check({ businessName })).toMatchObject({
      ok: true,
      value: { businessName },
      warnings: [{ field: "businessName", code: "characters_unusual", params: { characters } }],
    });
  });

  it("collects the warnings of all fields, also beside a problem", () => {
    const warnings: Problem[] = [
      { field: "businessName", code: "characters_unusual", params: { characters: "&" } },
      { field: "representativeEmail", code: "email_typo", params: { suggestion: "budi@gmail.com" } },
      {
        field: "phoneNumber",
        code: "phone_landline_no_whatsapp",
        params: { number: "62 · 21 5795 5000", digits: 10, callingCode: "62" },
      },
      { field: "invitedUserEmail", code: "characters_unusual", params: { characters: "!" } },
    ];
    const doubtful = {
      businessName: "A & B",
      representativeEmail: "budi@gmial.com",
      phoneNumber: "(021) 57955000",
      invitedUserEmail: "kasir!1@contoh.id",
    };
    expect(check(doubtful)).toMatchObject({ ok: true, warnings });
    expect(check({ ...doubtful, partnerReference: "" })).toMatchObject({ ok: false, warnings });
  });
});

describe("registrationSchema", () => {
  it("reads a registration as it will be sent", () => {
    expect(check({})).toMatchObject({ ok: true, value: registrationSchema.parse(kopiSenja) });
  });

  it("says each problem as an issue of its field, with the arguments of its words", () => {
    const change = {
      businessName: "",
      phoneNumber: "0815 1022 9216 / 0812 3456 7890",
      referralCode: "ABC1234",
    };
    const { error } = registrationSchema.safeParse({ ...kopiSenja, ...change });
    const said = error?.issues.map((issue) => ({ field: issue.path.join("."), ...problemOf(issue) }));
    expect(said).toEqual(problemsOf(change));
    expect(said?.map(({ code }) => code)).toEqual(["business_name_missing", "phone_two_numbers", "too_long"]);
  });
});

describe("checkDraft", () => {
  it("takes a form of which only the reference is filled in", () => {
    const draft = registrationInputSchema.parse({ partnerReference: "MTR-1" });
    expect(checkDraft(draft)).toEqual({
      ok: true,
      value: {
        ...draft,
        phoneE164: "",
        keys: { name: "", representativeEmail: "", invitedUserEmail: "", partnerReference: "mtr-1" },
      },
    });
  });

  it("keeps what is typed, right or wrong, and computes the keys it can", () => {
    const draft = {
      ...kopiSenja,
      representativeEmail: "budi@",
      businessName: "Kopi\u0000 Senja ",
      referralCode: "?",
    };
    expect(checkDraft(draft)).toMatchObject({
      ok: true,
      value: {
        representativeEmail: "budi@",
        businessName: "Kopi Senja",
        referralCode: "?",
        phoneNumber: "0815-1022-9216",
        phoneE164: "+6281510229216",
        keys: { name: "KOPI SENJA", representativeEmail: "", invitedUserEmail: "kasir@contoh.id" },
      },
    });
  });

  test.each<[Partial<RegistrationInput>, ProblemCode]>([
    ...REGISTRATION_FIELDS.map((field): [Partial<RegistrationInput>, ProblemCode] => [
      { [field]: "a".repeat(10_000) },
      "too_long",
    ]),
    [{ country: "XX" }, "phone_country_unknown"],
    [{ partnerReference: "" }, "partner_reference_missing"],
    [{ partnerReference: "İ" }, "partner_reference_characters"],
  ])("refuses a draft that cannot be stored (case %#)", (change, code) => {
    expect(checkDraft({ ...kopiSenja, ...change })).toMatchObject({ ok: false, problems: [{ code }] });
  });
});

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.string({ unit: fc.constantFrom(..."0812+-/, @.comgail'\n\u0000\u200B&é"), maxLength: 120 }),
);
const plausible = <Text extends string>(...texts: Text[]) => fc.oneof(anyText, fc.constantFrom(...texts));
const anyInput: fc.Arbitrary<RegistrationInput> = fc.record({
  businessName: plausible("PT. Kopi Senja", "A & B"),
  representativeName: plausible("Budi\u0000", "😀"),
  representativeEmail: plausible("Budi@Gmial.com", "a＠contoh.id"),
  phoneNumber: plausible(
    "0815 1022 9216",
    "(021) 57955000",
    "+65 8123 4567",
    "081510229216/7",
    "8.15E+10",
    "x 5",
  ),
  country: plausible("ID", "sg", ""),
  invitedUserEmail: plausible("kasir@contoh.id"),
  referralCode: plausible("", "ABC123"),
  partnerReference: plausible("MTR-1"),
});

describe("any strings", () => {
  it("are answered, never thrown at, and every answer can be said in both languages", () => {
    const translators = [createTranslatorFor("en", "problems"), createTranslatorFor("id", "problems")];
    fc.assert(
      fc.property(anyInput, (input) => {
        const checked = checkRegistration(input);
        const draft = checkDraft(input);
        const said = [
          ...checked.warnings,
          ...(checked.ok ? [] : checked.problems),
          ...(draft.ok ? [] : draft.problems),
        ];
        for (const translate of translators) {
          for (const { code, params } of said) expect(translate(code, params)).not.toBe("");
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("that are accepted once are accepted again with the same value, and as a draft", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const checked = checkRegistration(input);
        if (!checked.ok) return;
        const { value } = checked;
        expect(checkRegistration(value.typed)).toEqual({ ...checked, notes: [] });
        const sent: RegistrationInput = {
          ...value,
          phoneNumber: value.phone.e164,
          country: "ID",
          referralCode: value.referralCode ?? "",
        };
        expect(checkRegistration(sent)).toMatchObject({ ok: true, value: { ...value, typed: {} } });
        expect(checkDraft(input)).toMatchObject({
          ok: true,
          value: { keys: value.keys, phoneE164: value.phone.e164 },
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it("of ten thousand characters in every field are refused with the count", () => {
    const filler = fc.constantFrom("a", "é", "ﷺ", "a@", "a.", "0 ", "😀", "a\u200D", "\u0301", "((", "@.");
    fc.assert(
      fc.property(filler, (unit) => {
        const long = unit.repeat(10_000);
        const checked = checkRegistration({
          ...kopiSenja,
          businessName: long,
          representativeEmail: long,
          phoneNumber: long,
        });
        expect(checked.ok ? [] : checked.problems.map((problem) => problem.code)).toEqual([
          "too_long",
          "too_long",
          "too_long",
        ]);
      }),
    );
  });
});

describe("the messages", () => {
  const params = {
    field: "businessName",
    count: 2,
    max: 225,
    suggestion: "budi@gmail.com",
    characters: "&",
    number: "62 · 815 1022 9216",
    digits: 7,
    callingCode: "65",
    extension: "ext 5",
    options: "081510229216, 081234567890",
    letters: "Budi",
    date: "3 Nov",
    person: "Rina",
    businessName: "Kopi Senja",
    address: "budi@toko.co.id",
    reference: "MTR-1",
    text: "N/A",
    plain: "MTR-1",
  };

  test.each(["en", "id"] as const)("say every code, and nothing else, in %s", (locale) => {
    const translate = createTranslatorFor(locale, "problems");
    for (const code of PROBLEM_CODES) expect(translate(code, params)).toMatch(/^[A-Z6].{8,}[^.]$/u);
    const known = new Set<string>(PROBLEM_CODES);
    expect(Object.keys(CATALOGS[locale].problems).filter((code) => !known.has(code))).toEqual([]);
  });

  it("say the agreed sentences", () => {
    const english = createTranslatorFor("en", "problems");
    const indonesian = createTranslatorFor("id", "problems");
    expect(english("phone_two_numbers", params)).toBe(
      "There are two numbers here. Choose one: 081510229216, 081234567890",
    );
    expect(indonesian("phone_excel_scientific", { number: "8.15102E+10" })).toBe(
      "Excel mengubah nomor ini menjadi 8.15102E+10 sehingga sebagian angka hilang. Ubah format kolom menjadi Teks lalu tempel ulang",
    );
    expect(english("too_long", { field: "representativeName", count: 10_000, max: 225 })).toBe(
      "The representative name has 10,000 characters. Shorten it to 225 or fewer",
    );
  });
});

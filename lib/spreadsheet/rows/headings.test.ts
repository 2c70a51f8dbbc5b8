import { describe, expect, test } from "vitest";
import { COLUMN_NAMES, headingKey, matchHeadings, OWN_COLUMNS, ownHeadings } from "./headings";

const NOTHING = new Map<string, string>();
const REQUIRED = [
  "business_name",
  "representative_name",
  "representative_email",
  "phone_number",
  "invited_user_email",
];

describe("the heading of a column", () => {
  test.each([
    ["business_name", "businessName"],
    ["BUSINESS NAME", "businessName"],
    ["  Business   name *", "businessName"],
    ["businessName", "businessName"],
    ["Nama Bisnis", "businessName"],
    ["nama_perwakilan", "representativeName"],
    ["E-mail perwakilan", "representativeEmail"],
    ["NOMOR TELEPON:", "phoneNumber"],
    ["Ｐhone\u00A0number", "phoneNumber"],
    ["Email pengguna yang diundang", "invitedUserEmail"],
    ["Invited user email", "invitedUserEmail"],
    ["kode_referral", "referralCode"],
    ["Referensi partner", "partnerReference"],
    ["Partner reference", "partnerReference"],
    ["Kota", ""],
    ["__proto__", ""],
    ["constructor", ""],
    ["", ""],
  ])("%j fills %j", (heading, field) => {
    expect(matchHeadings([heading], NOTHING).fields).toEqual([field]);
  });

  test("is short enough for an index, however long it is written", () => {
    expect(Buffer.byteLength(headingKey("😀".repeat(30_000)))).toBeLessThan(1_000);
  });
});

describe("the columns of a file", () => {
  test("are all there in any order, with further ones between them", () => {
    const match = matchHeadings(["Kota", ...REQUIRED.toReversed()], NOTHING);
    expect(match).toEqual({
      fields: [
        "",
        "invitedUserEmail",
        "phoneNumber",
        "representativeEmail",
        "representativeName",
        "businessName",
      ],
      missing: [],
      doubled: [],
    });
  });

  test("that are missing are named, optional ones apart", () => {
    expect(matchHeadings(REQUIRED.slice(1), NOTHING).missing).toEqual(["businessName"]);
  });

  test("that fill one field twice are named, optional ones too", () => {
    const match = matchHeadings([...REQUIRED, "Nama bisnis", "kode referral", "Referral code"], NOTHING);
    expect(match.doubled).toEqual(["businessName", "referralCode"]);
  });

  test("are matched as a person decided before, also against our own names", () => {
    const remembered = new Map([
      [headingKey("Usaha"), "businessName"],
      [headingKey("business_name"), ""],
      [headingKey("Kota"), "no field of ours"],
    ]);
    const match = matchHeadings([...REQUIRED, "USAHA", "Kota"], remembered);
    expect(match.fields).toEqual([
      "",
      ...matchHeadings(REQUIRED.slice(1), NOTHING).fields,
      "businessName",
      "",
    ]);
    expect(match.doubled).toEqual([]);
  });

  test.each(Object.entries(COLUMN_NAMES))("of the template are all known (%s)", (_, names) => {
    expect(matchHeadings(Object.values(names), NOTHING).fields).toEqual(Object.keys(names));
  });
});

describe("the columns of a result file", () => {
  const OURS = ["ours", "ours", "ours", "ours", "ours", "row_key"];

  test("are recognised when all six are there", () => {
    expect(matchHeadings([...REQUIRED, ...OWN_COLUMNS], NOTHING).fields.slice(5)).toEqual(OURS);
    expect(matchHeadings([...OWN_COLUMNS.slice(1), ...REQUIRED], NOTHING).fields.slice(0, 5)).toEqual(
      Array(5).fill(""),
    );
  });

  test("step aside where a column of theirs bears the name, however often the file goes to and fro", () => {
    let headings = ["Status", ...REQUIRED, "row key", "mitra_row_key"];
    for (let round = 0; round < 3; round += 1) {
      const { fields } = matchHeadings(headings, NOTHING);
      const own = ownHeadings(headings, fields);
      expect(own).toEqual([
        "mitra_status",
        "business_id",
        "brand_ids",
        "problem",
        "what_to_do",
        "mitra_mitra_row_key",
      ]);
      const theirs = headings.filter((_, place) => fields[place] !== "ours" && fields[place] !== "row_key");
      expect(theirs).toEqual(["Status", ...REQUIRED, "row key", "mitra_row_key"]);
      headings = [...theirs, ...own];
      expect(matchHeadings(headings, NOTHING).fields.slice(-6)).toEqual(OURS);
    }
  });
});

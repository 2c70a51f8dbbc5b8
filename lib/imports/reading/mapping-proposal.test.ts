import { describe, expect, test } from "vitest";
import { matchHeadings } from "@/lib/spreadsheet/rows/headings";
import { proposeColumns } from "./mapping-proposal";

const VALUES: Record<string, string[]> = {
  n: ["1", "2", "3"],
  shop: ["Kopi Senja", "Toko Roti Pelangi", "Warung Bu Ani"],
  person: ["Budi Santoso", "Siti", "Ani Wijaya"],
  email: ["budi@a.id", "Siti <siti@b.id>", "-"],
  login: ["kasir@a.id", "kasir@b.id", "kasir@c.id"],
  hp: ["081510229216", "62 812-3456-7890", "0813 1111 2222"],
  landline: ["021 5795 5000", "(022) 7301234", "0361 751234"],
  code: ["RINA01", "RINA01", "BUDI02"],
  ref: ["KS-001", "KS-002", "KS-003"],
  city: ["Bandung", "Jakarta", "Bogor"],
  bank: ["1234567890", "8123456789", "0812345678"],
  empty: ["", "", ""],
};

/** A sheet as `heading/values` for each column, and what is proposed as `field by`. */
function propose(...columns: string[]): string[] {
  const headings = columns.map((column) => column.replace(/\/[a-z]+$/, ""));
  const values = columns.map((column) => VALUES[/\/([a-z]+)$/.exec(column)?.[1] ?? "empty"] ?? []);
  const rows = [0, 1, 2].map((row) => values.map((column) => column[row] ?? ""));
  const { fields } = matchHeadings(headings, new Map());
  return proposeColumns(headings, fields, rows).map(({ field, by, rival }) =>
    [field || "-", by, rival && `or ${rival}`].filter((word) => word !== null).join(" "),
  );
}

describe("what the columns of a sheet are taken for", () => {
  test.each<[string[], string[]]>([
    [
      ["No/n", "Nama Toko/shop", "PIC/person", "No. HP/hp", "Email PIC/email", "Alamat/city"],
      [
        "-",
        "businessName heading",
        "representativeName heading",
        "phoneNumber heading",
        "bothEmails shared",
        "-",
      ],
    ],
    [
      [
        "No/n",
        "Nama Toko/shop",
        "PIC/person",
        "No. HP/hp",
        "Email/login",
        "Email PIC/email",
        "No WA/hp",
        "Alamat/city",
      ],
      [
        "-",
        "businessName heading",
        "representativeName heading",
        "phoneNumber heading",
        "invitedUserEmail heading",
        "representativeEmail heading",
        "- or phoneNumber",
        "-",
      ],
    ],
    [
      [
        "Telp Toko/landline",
        "WA/hp",
        "Nama/person",
        "Usaha/shop",
        "Email Owner/email",
        "Email Login/login",
        "Kode sales/code",
      ],
      [
        "- or phoneNumber",
        "phoneNumber heading",
        "representativeName heading",
        "businessName heading",
        "representativeEmail heading",
        "invitedUserEmail heading",
        "referralCode heading",
      ],
    ],
    [
      ["Nama/shop", "Kontak/person", "Nomor/hp", "Surel/email", "Ref/ref"],
      [
        "businessName heading",
        "representativeName heading",
        "phoneNumber values",
        "bothEmails shared",
        "partnerReference heading",
      ],
    ],
    [
      ["Kontak/hp", "Ref/code", "Email 1/login", "Email 2/email"],
      [
        "phoneNumber heading",
        "referralCode heading",
        "representativeEmail heading",
        "invitedUserEmail heading",
      ],
    ],
    [
      ["A/shop", "B/person", "C/email", "D/hp", "E/n"],
      ["businessName values", "-", "bothEmails shared", "phoneNumber values", "-"],
    ],
    [
      ["PIC/hp", "Pemilik/person"],
      ["phoneNumber values", "representativeName heading"],
    ],
    [
      ["No. Rekening/bank", "Nama Bank/shop", "Nama Sales/person", "Email Sales/email", "No. HP Sales/hp"],
      ["-", "-", "-", "-", "-"],
    ],
    [
      ["Nama Toko/empty", "HP/empty", "Email/empty"],
      ["businessName heading", "phoneNumber heading", "bothEmails shared"],
    ],
    [
      ["HP/email", "Email PIC/hp"],
      ["bothEmails shared", "phoneNumber values"],
    ],
    [
      [
        "business_name/shop",
        "representative_name/person",
        "representative_email/email",
        "phone_number/hp",
        "WA/hp",
        "Email kasir/login",
      ],
      [
        "businessName name",
        "representativeName name",
        "representativeEmail name",
        "phoneNumber name",
        "-",
        "invitedUserEmail heading",
      ],
    ],
    [
      ["Nama bisnis/shop", "Nama perwakilan/person", "Email perwakilan/email", "Nomor telepon/hp"],
      ["businessName name", "representativeName name", "bothEmails shared", "phoneNumber name"],
    ],
  ])("%j", (columns, proposed) => {
    expect(propose(...columns)).toEqual(proposed);
  });
});

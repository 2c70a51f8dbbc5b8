import { expect, test } from "vitest";
import { readSheet } from "@/lib/spreadsheet/testing/read-rows";

const MERCHANT = "Kopi Senja;Budi;budi@kopi.example;0815 1022 9216";

async function rowsOf(text: string) {
  const read = await readSheet(text);
  return "rows" in read ? read.rows.map(({ row, cells }) => [row, ...cells]) : [[read.refused]];
}

test("a table without headings begins with a merchant, who is not taken for them", async () => {
  const cells = MERCHANT.split(";");
  expect(await rowsOf(`\n${MERCHANT};\n${MERCHANT}\n`)).toEqual([
    [2, "", "", "", ""],
    [2, ...cells],
    [3, ...cells],
  ]);
  expect(await rowsOf(MERCHANT)).toHaveLength(2);
  expect(await rowsOf(`Daftar Bandung;\nper;November\n${MERCHANT}\n`)).toEqual([
    [3, "", "", "", ""],
    [3, ...cells],
  ]);
});

test.each([
  ["Kopi;PIC;Email;HP", "headings of theirs"],
  ["Kopi;Budi;budi@kopi.example;HP", "an address alone"],
  ["Kopi;Budi;Email;0815 1022 9216", "a number alone"],
  ["PT Maju;Email: info@maju.id;Telp: 021 5795 5000", "the head of a letter"],
  ["Ditta;Signor;Posta", "words that we do not know"],
])("%s is the headings: %s", async (first) => {
  const rows = await rowsOf(`${first}\n${MERCHANT}\n`);
  expect(rows[0]).toEqual([1, ...first.split(";")]);
  expect(rows).toHaveLength(2);
});

test("headings that stand over every page, or in both languages, are no merchants", async () => {
  const headings = "No;Nama Toko;PIC;Email;HP";
  const again = `${headings}\n1;${MERCHANT}\n${headings};\n2;${MERCHANT}\n No ;nama toko;PIC;Email;HP\n3;${MERCHANT}\n`;
  expect((await rowsOf(again)).map(([row]) => row)).toEqual([1, 2, 4, 6]);
  const both =
    "business_name;representative_name;representative_email\nNama bisnis;Nama perwakilan;Email perwakilan";
  expect((await rowsOf(`${both}\n${MERCHANT}\n`)).map(([row]) => row)).toEqual([1, 3]);
  expect(await rowsOf(`${both}\n`)).toEqual([["headings_only"]]);
  expect(await rowsOf("Toko;Toko\nToko;Roti\n")).toHaveLength(2);
});

test.each([
  [
    "groups above their parts",
    ["Nama bisnis;PIC;;;Login", ";Nama;Email;No HP;Email"],
    ["Nama bisnis", "PIC Nama", "PIC Email", "PIC No HP", "Login Email"],
  ],
  [
    "groups of which the lower row says more",
    ["No;Merchant;;Kontak person;;", ";Nama;Alamat;Nama;HP;Email"],
    [
      "No",
      "Merchant Nama",
      "Merchant Alamat",
      "Kontak person Nama",
      "Kontak person HP",
      "Kontak person Email",
    ],
  ],
])("headings in two rows are one: %s", async (_, lines, headings) => {
  expect(await rowsOf(["Daftar", ...lines, `1;${MERCHANT}`].join("\n"))).toEqual([
    [3, ...headings],
    [4, "1", ...MERCHANT.split(";"), ...headings.slice(5).map(() => "")].slice(0, 6),
  ]);
});

test.each([
  ["a title of two cells", ["Daftar;Merchant;;", "Nama Toko;PIC;Email;HP"], 2],
  ["a title over a blank heading", ["Daftar Merchant;;;;", ";Nama Toko;PIC;Email;HP"], 2],
  ["groups that say nothing more", ["DATA USAHA;;KONTAK;", "Nama Toko;PIC;Email;HP"], 2],
  ["what is to be written where", ["Nama Toko;PIC;Email;HP", "sesuai NIB;sesuai KTP;aktif;WA"], 1],
])("headings in one row stay as they are under or over %s", async (_, lines, row) => {
  const [headings] = await rowsOf([...lines, MERCHANT].join("\n"));
  expect(headings).toEqual([row, ...(lines[row - 1] ?? "").split(";")]);
});

const MERCHANTS = [MERCHANT, "Toko Roti;Siti;siti@roti.example;0815 1022 9217"].map((line) =>
  line.split(";"),
);
const BELOW = (labels: string) =>
  labels.split(";").map((label, place) => [label, ...MERCHANTS.map((cells) => cells[place] ?? "")]);

test.each([
  ["our headings", BELOW("Nama bisnis;Nama perwakilan;Email perwakilan;Nomor telepon")],
  ["theirs", BELOW("Nama Toko;PIC;Email;HP")],
  ["theirs under the numbers of merchants", [["No", "1", "2"], ...BELOW("Nama Toko;PIC;Email;HP")]],
  ["theirs under a title", [["Daftar Merchant"], ["Data", "Merchant 1"], ...BELOW("Toko;PIC;Email;HP")]],
  [
    "with cells left blank",
    [
      ["Toko", "A", "B"],
      ["PIC", "Budi"],
      ["Email", "a@b.id"],
      ["HP", "", "081510229216"],
    ],
  ],
  ["numbered ones", BELOW("Nama Toko;PIC;Email;HP").map((cells, place) => [`${place + 1}`, ...cells])],
  [
    "with a colon between",
    BELOW("Nama Toko;PIC;Email;HP").map(([label = "", ...cells]) => [label, ":", ...cells]),
  ],
])("a table with headings below one another is told as that: %s", async (_, rows) => {
  expect(await rowsOf(rows.map((cells) => cells.join(";")).join("\n"))).toEqual([["transposed"]]);
});

test.each([
  ["headings beside one another", `Nama Toko;PIC;Email;HP\n${MERCHANT}\n${MERCHANT}`],
  ["merchants alone", `${MERCHANT}\n${MERCHANT}`],
  ["shops that are called as fields are", `Toko;x\nEmail;y\nPIC;z\n${MERCHANT}`],
])("others are not: %s", async (_, text) => {
  expect(await rowsOf(text)).not.toEqual([["transposed"]]);
});

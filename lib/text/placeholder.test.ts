import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { placeholderIn } from "./placeholder";

describe("placeholderIn", () => {
  test.each([
    ..."- – — − -- --- . .. ... … _ / \\ ~ ? * : '-' (-)".split(" "),
    ..."nan NaN NAN null NULL none None NONE nil N/A n/a N.A. n.a <NA> (null) [kosong] nihil kosong Kosong undefined".split(
      " ",
    ),
    ...[
      "tidak ada",
      "Tidak Ada",
      "TIDAK ADA.",
      "belum ada",
      "blm ada",
      "gak ada",
      "(tidak ada)",
      "- tidak ada -",
    ],
    ...["tidak  ada", "not available", "Belum diisi", "data kosong", "N / A".replaceAll(" ", "")],
  ])("takes %j for nothing", (text) => {
    expect(placeholderIn(text)).toBe("nothing");
  });

  test.each([
    ..."Null Nan Na Nil xxx XXXX Blank unknown menyusul TBA test 0 00 0000000000 (0)".split(" "),
    ..."idem Idem. ditto sda s.d.a sama 〃 contoh dummy asdf coba".split(" "),
    ...["sama dengan di atas", "(lihat atas)", "sama dgn atas"],
  ])("is not sure of %j", (text) => expect(placeholderIn(text)).toBe("doubtful"));

  test.each([
    ..."A X 7 07 0A SDA Naning Nanda Nullah Kopi- -kopi A/N N.A.S.A xx".split(" "),
    ...["Tidak Ada Duanya", "Belum Ada Nama Cafe", "Kopi Kosong", "PT None", "No. 1", "", " ", "Null Island"],
    ...["!!!", "👍", "無", "Toko Null", "Sama Rasa", "Contoh Jaya"],
  ])("leaves %j alone", (text) => expect(placeholderIn(text)).toBeNull());

  it("knows nothing longer than a few words", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 25 }), (text) => {
        expect(placeholderIn(text)).toBeNull();
      }),
    );
  });
});

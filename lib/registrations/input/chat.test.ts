import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type ChatAnswers, readChat } from "./chat";

const KOPI: ChatAnswers = {
  businessName: "Kopi Senja",
  representativeName: "Budi Santoso",
  representativeEmail: "budi@kopisenja.co.id",
  phoneNumber: "0815-1022-9216",
};

describe("readChat", () => {
  test.each([
    "Nama usaha: Kopi Senja\nPIC: Budi Santoso\nEmail: budi@kopisenja.co.id\nHP: 0815-1022-9216",
    "Nama usaha: Kopi Senja PIC: Budi Santoso Email: budi@kopisenja.co.id HP: 0815-1022-9216",
    "nama toko : Kopi Senja, pemilik : Budi Santoso, email : budi@kopisenja.co.id, no hp : 0815-1022-9216",
    "*Nama Usaha:* Kopi Senja\n*Nama PIC:* Budi Santoso\n*Email PIC:* budi@kopisenja.co.id\n*No. WA:* 0815-1022-9216",
    "Nama Usaha = Kopi Senja\r\nOwner = Budi Santoso\r\nE-mail = budi@kopisenja.co.id\r\nWA = 0815-1022-9216",
    "1. Nama Toko: Kopi Senja\n2. Nama Pemilik: Budi Santoso\n3. No. HP: 0815-1022-9216\n4. Email: budi@kopisenja.co.id",
    "Halo kak, ini datanya ya\nNama Usaha: Kopi Senja\nPenanggung jawab: Budi Santoso\nbudi@kopisenja.co.id\n0815-1022-9216",
    "Store name: Kopi Senja | Owner name: Budi Santoso | Email: budi@kopisenja.co.id | Phone: 0815-1022-9216",
    "- Nama usaha - Kopi Senja\n- PIC - Budi Santoso\n- Email - budi@kopisenja.co.id\n- HP - 0815-1022-9216",
    "Nama: Kopi Senja\nNama: Budi Santoso\nEmail：budi@kopisenja.co.id\nTelp：0815-1022-9216",
    "Alamat: Jl. Merdeka No: 5\nNama usaha: Kopi Senja\nKota: Bandung\nKontak: Budi Santoso\nHP: 0815-1022-9216\nEmail: budi@kopisenja.co.id\nNPWP: 12.345",
  ])("takes the answers out of %j", (text) => {
    expect(readChat(text)).toEqual(KOPI);
  });

  test.each<[string, ChatAnswers]>([
    ["Nama usaha: Budi Store PIC: Andi", { businessName: "Budi Store", representativeName: "Andi" }],
    ["Usaha: Toko Owner: Andi", { businessName: "Toko", representativeName: "Andi" }],
    [
      "Email PIC: budi@a.id Email login: kasir@a.id Kode sales: AB12",
      { representativeEmail: "budi@a.id", invitedUserEmail: "kasir@a.id", referralCode: "AB12" },
    ],
    ["Email: a@a.id\nEmail: b@b.id", { representativeEmail: "a@a.id", invitedUserEmail: "b@b.id" }],
    ["Toko: Kopi Senja ID Toko: KS-01", { businessName: "Kopi Senja", partnerReference: "KS-01" }],
    ["Kontak: 081510229216\nToko: A", { phoneNumber: "081510229216", businessName: "A" }],
  ])("reads %j", (text, answers) => {
    expect(readChat(text)).toEqual(answers);
  });

  test.each([
    "",
    "Kopi Senja",
    "Toko: Kopi Senja",
    "Kopi: Senja: Bandung",
    "https://kopisenja.id",
    "Kopi Senja, buka 08:00 - 22:00",
    "PT. Maju Jaya = Sukses",
    "Toko A - Bandung",
    "budi@a.id\n081510229216",
    "a:".repeat(4_000),
  ])("is not taken in by %j", (text) => {
    expect(readChat(text)).toBeNull();
  });

  it("answers for anything, in a moment", () => {
    const word = fc.constantFrom(
      ..."Nama usaha: PIC : HP = Email @ - \n Toko , | * 0815 budi@a.id".split(" "),
      " ",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const answers = readChat(words.join(" "));
        for (const answer of Object.values(answers ?? {})) expect(answer).toMatch(/\S/);
      }),
      { numRuns: 1_000 },
    );
  });
});

import { describe, expect, test } from "vitest";
import { namedBy, type NamedThing } from "./field-words";

const SAID: Record<NamedThing, readonly string[]> = {
  businessName: [
    ...["Nama Toko", "Nama Usaha", "Nama Merchant", "Toko", "Merchant", "Nama Outlet", "Nama Perusahaan", "Brand"],
    ...["Nama Brand", "Store Name", "Shop", "Company name", "Merchant Name*", "NAMA USAHA (wajib)", "1. Nama Toko"],
    ...["nama_toko", "namaToko", "NamaUsaha", "namatoko", "Nama Badan Usaha", "Nama lengkap usaha", "Nama Toko/Usaha"],
    ...["Merk", "Nama Warung", "Nama Tenant", "nm toko", "Nama   Toko :", "Nama Toko (sesuai NIB)"],
  ],
  representativeName: [
    ...["PIC", "Nama PIC", "Pemilik", "Nama Pemilik", "Owner", "Owner Name", "Nama Owner", "Penanggung Jawab"],
    ...["Nama Penanggung Jawab", "Nama Pemilik Usaha", "Nama PIC Merchant", "Contact Person", "Nama Kontak"],
    ...["Nama Lengkap", "Full name", "Nama Direktur", "PIC Name", "Nama PIC (sesuai KTP)", "Nama sesuai KTP", "CP"],
    ...["Perwakilan", "Representative", "namapic", "Contact name"],
  ],
  representativeEmail: [
    ...["Email PIC", "Email Owner", "Email Pemilik", "E-mail PIC", "PIC Email", "Owner e-mail", "emailpic"],
    ...["Email penanggung jawab", "Alamat email PIC", "Email Kontak", "Contact email", "Email (PIC)"],
  ],
  phoneNumber: [
    ...["No. HP", "HP", "No HP", "WA", "No WA", "No. WA", "WhatsApp", "Nomor WhatsApp", "Telepon", "Telp", "No. Telp"],
    ...["No Telepon", "Nomor HP", "Handphone", "No. HP PIC", "HP Pemilik", "Phone", "Phone Number", "Mobile", "Mobile No."],
    ...["No. HP/WA", "Telp / HP", "Nomor (WA)", "No. HP (62)", "Kontak (HP)", "nohp", "NoHP", "no_wa", "Nomor Kontak"],
    ...["Contact number", "HP 1", "Tlp", "Telephone", "Cell phone", "No Telp Toko", "No. HP (contoh: 0812xxxx)", "Ponsel"],
  ],
  invitedUserEmail: [
    ...["Email Login", "Email akun", "Login email", "Email Login/akun", "Email user", "User email", "Email undangan"],
    ...["Account email", "Email kasir", "Email aktivasi", "Email (login)", "Email yang diundang", "Email terdaftar", "Login"],
  ],
  referralCode: [
    ...["Kode sales", "Kode referral", "Referral", "Referral code", "Kode Referal", "Sales code", "Kode Agen", "Kode AO"],
    ...["kodesales", "Kode Promo", "ID Sales", "Kode Marketing", "Kode referral (opsional)"],
  ],
  partnerReference: [
    ...["ID Toko", "Merchant ID", "Kode Toko", "Kode Merchant", "Store ID", "External ID", "Partner ref", "No. Ref"],
    ...["Nomor Referensi", "Reference number", "Kode unik", "idtoko", "Ref ID", "ID Outlet"],
  ],
  email: ["Email", "E-mail", "Alamat Email", "Email Toko", "Email Usaha", "Surel", "Email address", "EMAIL *", "Email 1"],
  name: ["Nama", "Name", "NAMA *"],
  contact: ["Kontak", "Contact", "Kontak PIC", "No. PIC"],
  reference: ["Ref", "Referensi", "Kode", "Kode referensi", "No. Merchant"],
  other: [
    ...["Alamat", "Kota", "Alamat Toko", "Jenis Usaha", "Kategori", "Tanggal", "Keterangan", "NPWP", "No. KTP"],
    ...["No. Rekening", "Nama Bank", "Nama Pemilik Rekening", "Fax", "Website", "Status", "Nama Sales", "Email Sales"],
    ...["No. HP Sales", "Sales", "Jumlah outlet", "Kode Pos", "Provinsi", "Nama depan", "Email supervisor", "Password"],
    ...["No. HP darurat", "Nama Kasir", "PIC Sales", "ID", "Nama Partner", "Email / No. HP", "Link Instagram", "Cabang"],
    ...["Tanggal lahir pemilik", "Username Instagram", "Daftar Merchant", "MID", "Alamat PIC", "Business ID", "ID Brand", "brand_ids"],
  ],
};

describe("namedBy", () => {
  test.each(Object.entries(SAID).flatMap(([thing, texts]) => texts.map((text) => [text, thing] as const)))(
    "takes %j for %s",
    (text, thing) => {
      expect(namedBy(text)).toBe(thing);
    },
  );

  test.each(["No", "No.", "#", "", "Kopi Senja", "Nama Kucing", "Toko Kopi Senja", "Email Pak Budi", "x".repeat(200)])(
    "says nothing of %j",
    (text) => {
      expect(namedBy(text)).toBeNull();
    },
  );
});

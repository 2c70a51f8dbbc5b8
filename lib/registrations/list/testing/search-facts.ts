/** A merchant of whom somebody remembers something. */
export type Remembered = {
  businessName: string;
  representativeName: string;
  representativeEmail: string;
  invitedUserEmail: string;
  /** Twelve digits, from 0 on. */
  phoneNumber: string;
  partnerReference: string;
  businessId: string;
  brandId: string;
};

export const REMEMBERED: Remembered = {
  businessName: "PT Mebel Mutiara Segar Timur",
  representativeName: "Endah Rahayuni",
  representativeEmail: "endah.segar465b5@mutiarasegar.example",
  invitedUserEmail: "kasir.465b5@mutiarasegar.example",
  phoneNumber: "085800102782",
  partnerReference: "MTR-20261120-103000123-CB36E2X454",
  businessId: "BSN-9001-0000000004998",
  brandId: "BRN-9001-0000000019993",
};

/** What is typed, and by what it is found; `near` is offered as what was meant. */
export type SearchFact = readonly [
  typed: string,
  by: "names" | "near" | "phone" | "email" | "invitedEmail" | "reference" | "business" | "brand",
];

/** The 32 ways in which people look for this merchant, who is a *Mebel Mutiara Segar* of *Endah Rahayuni*. */
export function searchFacts(of: Remembered): SearchFact[] {
  const [first, second, third] = [0, 4, 8].map((at) => of.phoneNumber.slice(at, at + 4));
  const national = of.phoneNumber.slice(1);
  const [local = "", domain = ""] = of.representativeEmail.split("@");
  const [invited = ""] = of.invitedUserEmail.split("@");
  return [
    [of.phoneNumber, "phone"],
    [`${first} ${second} ${third}`, "phone"],
    [`${first}-${second}-${third}`, "phone"],
    [`+62 ${national.slice(0, 3)}-${second}-${third}`, "phone"],
    [`62${national}`, "phone"],
    [`62 ${national.slice(0, 3)} ${second} ${third}`, "phone"],
    [`(${first}) ${second}${third}`, "phone"],
    [`${national.slice(0, 3)} ${second}`, "phone"],
    [`WA ${first}-${second}-${third}`, "phone"],
    ["mebel mutiara segar", "names"],
    [`mebel ${of.businessName.split(" ").at(-1)?.toLowerCase()}`, "names"],
    [of.businessName, "names"],
    [`${local}@`, "email"],
    [invited, "invitedEmail"],
    [of.businessId, "business"],
    [of.brandId, "brand"],
    [of.partnerReference.slice(0, -6).toLowerCase(), "reference"],
    [of.partnerReference.toLowerCase(), "reference"],
    ["Endah Rahayuni", "names"],
    ["endah rahay", "names"],
    ["rahayuni endah", "names"],
    [`${second}${third}`, "phone"],
    [third ?? "", "phone"],
    [of.businessId.slice(-4), "business"],
    [of.businessId.slice(-13), "business"],
    [of.partnerReference.slice(-10), "reference"],
    [domain.split(".")[0] ?? "", "email"],
    [domain, "email"],
    [local.split(".")[1] ?? "", "email"],
    ["Mebel Mutyara", "near"],
    ["mutiara sgar", "near"],
    ["Mbel Mutiara", "near"],
  ];
}

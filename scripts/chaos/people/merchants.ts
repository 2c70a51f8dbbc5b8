import { randomUUID } from "node:crypto";
import {
  EMPTY_INPUT,
  REGISTRATION_FIELDS,
  type RegistrationInput,
} from "@/lib/registrations/input/registration-fields";
import { COLUMN_NAMES } from "@/lib/spreadsheet/rows/headings";
import type { Chance } from "../../arena/chance";

/** The share of merchants whose first address DOKU refuses. */
const REFUSED_SHARE = 0.05;
/** The share whose person sends again without having looked whether it is there. */
const CARELESS_SHARE = 0.05;

export type Merchant = {
  /** A word that only this merchant has in its name. */
  serial: string;
  values: RegistrationInput;
  formKey: string;
  sendsAtOnce: boolean;
  isCareless: boolean;
  /** How long its person takes to look into it, as a share of the longest. */
  slowness: number;
};

/** The nth merchant of a run, unlike any other. */
export function makeMerchant(number: number, chance: Chance): Merchant {
  const serial = [...number.toString(26).padStart(4, "0")]
    .map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)))
    .join("");
  const isRefused = chance.number() < REFUSED_SHARE;
  return {
    serial,
    formKey: randomUUID(),
    // The others are left to the workers' drains, as the rows of a spreadsheet are.
    sendsAtOnce: chance.number() < 0.5,
    isCareless: chance.number() < CARELESS_SHARE,
    slowness: chance.number(),
    values: {
      ...EMPTY_INPUT,
      businessName: `Kopi Senja ${serial}`,
      representativeName: "Budi Santoso",
      representativeEmail: `budi.${serial}@kopisenja.example`,
      phoneNumber: `0815${String(10_000_000 + number)}`,
      invitedUserEmail: isRefused ? `refused+${serial}@kopisenja.example` : goodAddress(serial),
      partnerReference: `CHAOS-${number}`,
    },
  };
}

/** As its person writes it once DOKU has refused the first one. */
export function goodAddress(serial: string): string {
  return `tamu.${serial}@kopisenja.example`;
}

/** A spreadsheet of them. Every second one leaves the partner reference to the product. */
export function csvOf(merchants: readonly Merchant[]): string {
  const rows = merchants.map(({ values }, at) =>
    REGISTRATION_FIELDS.map((field) => (field === "partnerReference" && at % 2 === 1 ? "" : values[field])),
  );
  return [Object.values(COLUMN_NAMES.en), ...rows]
    .map((cells) => cells.map((cell) => `"${cell}"`).join())
    .join("\n");
}

import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { request } from "undici";
import type { Chance } from "./chance";
import type { ChaosForm } from "./web-replica";

/** Between two tries of a person whose submit failed. */
const AGAIN_MS = 1_000;
const PATIENCE_MS = 10_000;

/** The nth merchant of a run, unlike any other. */
export function makeForm(number: number, chance: Chance): ChaosForm {
  const word = [...number.toString(26).padStart(4, "0")]
    .map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)))
    .join("");
  return {
    formKey: randomUUID(),
    // The others are left to the workers' drains, as the rows of a spreadsheet are.
    sendsAtOnce: chance.number() < 0.5,
    values: {
      businessName: `Kopi Senja ${word}`,
      representativeName: "Budi Santoso",
      representativeEmail: `budi.${word}@kopisenja.example`,
      phoneNumber: `0815${String(10_000_000 + number)}`,
      country: "ID",
      invitedUserEmail: `tamu.${word}@kopisenja.example`,
      referralCode: "",
      partnerReference: `CHAOS-${number}`,
    },
  };
}

/** A person who presses the button until the page says that it is saved: always the same form. Answers how often. */
export async function submitUntilSaved(form: ChaosForm, ports: () => readonly number[]): Promise<number> {
  for (let tries = 0; ; ) {
    const open = ports();
    const port = open[tries % Math.max(1, open.length)];
    if (port !== undefined) {
      tries += 1;
      if (await submit(form, port)) return tries;
    }
    await wait(AGAIN_MS);
  }
}

async function submit(form: ChaosForm, port: number): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`http://127.0.0.1:${port}/`, {
      method: "POST",
      body: JSON.stringify(form),
      headersTimeout: PATIENCE_MS,
      bodyTimeout: PATIENCE_MS,
    });
    const answer = await body.text();
    if (statusCode === 422) throw new RangeError(`The form was not accepted: ${answer}`);
    return statusCode === 200;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return false;
  }
}

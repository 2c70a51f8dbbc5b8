import fc from "fast-check";
import { expect, test } from "vitest";
import { knownDevice, rememberOnDevice } from "./known-device";

const SECRET = "a-secret-for-tests-of-at-least-32-characters";
const RINA = "rina@mitra.example";

test("a device is known to whom has signed in on it, however the address is written, and to nobody else", () => {
  const cookie = rememberOnDevice(undefined, RINA, SECRET);
  expect(knownDevice(cookie, " RINA@mitra.example ", SECRET)).toBe(cookie.split(".")[0]);
  expect(knownDevice(cookie, "dewi@mitra.example", SECRET)).toBeNull();
  expect(knownDevice(cookie, RINA, `${SECRET}!`)).toBeNull();
  expect(knownDevice(undefined, RINA, SECRET)).toBeNull();
});

test("a browser that people share knows the last four of them, under one id", () => {
  const people = ["a", "b", "c", "d", "e"].map((name) => `${name}@mitra.example`);
  const cookie = people.reduce<string | undefined>(
    (kept, email) => rememberOnDevice(kept, email, SECRET),
    undefined,
  );
  const known = people.map((email) => knownDevice(cookie, email, SECRET));
  expect(known[0]).toBeNull();
  expect(new Set(known.slice(1))).toEqual(new Set([cookie?.split(".")[0]]));
  expect(rememberOnDevice(cookie, people[4] ?? "", SECRET)).toBe(cookie);
});

test("no other text than one that was given is known, and none fails", () => {
  const real = rememberOnDevice(undefined, RINA, SECRET);
  const near = fc.tuple(fc.nat(real.length - 1), fc.constantFrom(..."aZ0_-.")).map(([at, sign]) => {
    return real.slice(0, at) + sign + real.slice(at + 1);
  });
  fc.assert(
    fc.property(fc.oneof(fc.string(), near), (cookie) => {
      fc.pre(cookie !== real);
      expect(knownDevice(cookie, RINA, SECRET)).toBeNull();
    }),
  );
});

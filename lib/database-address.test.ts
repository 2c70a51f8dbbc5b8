import { expect, test } from "vitest";
import { withPlainSslMode } from "./database-address";

test.each([
  ["postgresql://db/mitra", "postgresql://db/mitra"],
  ["postgresql://db/mitra?sslmode=require", "postgresql://db/mitra?sslmode=verify-full"],
  [
    "postgresql://db/mitra?a=b&sslmode=verify-ca&sslrootcert=/ca.pem",
    "postgresql://db/mitra?a=b&sslmode=verify-full&sslrootcert=/ca.pem",
  ],
  ["postgresql://db/mitra?sslmode=prefer", "postgresql://db/mitra?sslmode=verify-full"],
  ["postgresql://db/mitra?sslmode=no-verify", "postgresql://db/mitra?sslmode=no-verify"],
  ["postgresql://db/mitra?sslmode=disable", "postgresql://db/mitra?sslmode=disable"],
  [
    "postgresql://db/mitra?uselibpqcompat=true&sslmode=require",
    "postgresql://db/mitra?uselibpqcompat=true&sslmode=require",
  ],
])("%s is read as %s", (given, expected) => {
  expect(withPlainSslMode(given)).toBe(expected);
});

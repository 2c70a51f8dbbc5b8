import { expect, test } from "vitest";
import { endSentence } from "./import-words";

test.each([
  ["If you accept it, 1234 is sent", "If you accept it, 1234 is sent."],
  ["It probably says “Café Senja”", "It probably says “Café Senja”."],
  ["may already be registered (same email)", "may already be registered (same email)."],
  ["Did you mean budi@gmail.com?", "Did you mean budi@gmail.com?"],
  ["It ends already.", "It ends already."],
  ["DOKU: “Invalid character!”", "DOKU: “Invalid character!”"],
  ["", ""],
])("%j stands before something to press as %j", (sentence, shown) => {
  expect(endSentence(sentence)).toBe(shown);
});

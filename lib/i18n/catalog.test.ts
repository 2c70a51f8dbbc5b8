import { describe, expect, it } from "vitest";
import { ERROR_HTTP_STATUS } from "@/lib/errors";
import { CATALOGS } from "./catalog";
import { flattenMessages } from "./compiled-messages";
import { messageArguments } from "./testing/message-arguments";

const english = new Map(flattenMessages(CATALOGS.en));
const indonesian = new Map(flattenMessages(CATALOGS.id));

describe("the catalogues", () => {
  it("have the same keys in both languages", () => {
    expect([...indonesian.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("ask for the same arguments in both languages", () => {
    const names = (text: string | undefined) => [...messageArguments(text ?? "").keys()].sort();
    for (const [key, text] of english) expect(names(indonesian.get(key)), key).toEqual(names(text));
  });

  it("leave no message empty", () => {
    const empty = [...english, ...indonesian].filter(([, text]) => text.trim() === "").map(([key]) => key);
    expect(empty).toEqual([]);
  });

  it("avoid the words that blame people or say nothing", () => {
    const unwanted = /\b(invalid|sorry|oops|forbidden|maaf)\b|this field is required/i;
    const found = [...english, ...indonesian].filter(([, text]) => unwanted.test(text)).map(([key]) => key);
    expect(found).toEqual([]);
  });

  it.each([
    [
      "English",
      english,
      /\b(sent off|handed in|kept the ids|where (it|they) stands?|left as|settled? (it )?as)\b/i,
    ],
    ["English", english, /\bcontact (email|name)\b/i],
    [
      "Indonesian",
      indonesian,
      /\b(serahkan \{|diserahkan ke|tindakan massal|wawasan|tetapkan|coba lagi pilihan)/i,
    ],
    ["Indonesian", indonesian, /\b(email|nama) kontak\b|\btampilan\b/i],
  ])("have one word for a thing in %s", (_language, messages, dropped) => {
    const found = [...messages].filter(([, text]) => dropped.test(text)).map(([key]) => key);
    expect(found).toEqual([]);
  });

  it("name a person who has not signed in otherwise than a merchant who was invited", () => {
    for (const messages of [english, indonesian])
      expect(messages.get("people.status.invited")).not.toBe(messages.get("status.INVITED"));
  });

  it("have a sentence for every refusal", () => {
    const missing = Object.keys(ERROR_HTTP_STATUS).filter((code) => !english.has(`errors.${code}`));
    expect(missing).toEqual([]);
  });
});

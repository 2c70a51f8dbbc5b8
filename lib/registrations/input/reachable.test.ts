import { expect, test } from "vitest";
import { reachable } from "./reachable";

test.each([
  ["a mobile number", "+6281510229216", { shown: "+62 815 1022 9216", hasWhatsApp: true }],
  [
    "a landline, which WhatsApp hardly knows",
    "+62215795500",
    { shown: "+62 21 5795 500", hasWhatsApp: false },
  ],
  ["one of another country", "+6591234567", { shown: "+65 9123 4567", hasWhatsApp: true }],
  ["a masked one, which nobody calls", "+62•••••216", null],
  ["none", "", null],
])("%s", (_, phone, shown) => expect(reachable(phone)).toEqual(shown));

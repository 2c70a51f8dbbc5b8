import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepInTab } from "@/components/ui/tab-memory";
import { EMPTY_INPUT } from "@/lib/registrations/input/registration-fields";
import { draftName, fixName, forgetUnsent, readUnsent } from "./unsent";

/** The storage of a tab. */
class TabStorage {
  getItem(key: string): string | null {
    return Object.entries(this).find(([kept]) => kept === key)?.[1] ?? null;
  }
  setItem(key: string, value: string): void {
    Object.assign(this, { [key]: value });
  }
  removeItem(key: string): void {
    Reflect.deleteProperty(this, key);
  }
}

const SENT = { ...EMPTY_INPUT, businessName: "Kopi Senja", representativeEmail: "budi@kopi.example" };

describe("what was typed for a registration and never sent", () => {
  beforeEach(() => void vi.stubGlobal("window", { sessionStorage: new TabStorage() }));
  afterEach(() => vi.unstubAllGlobals());

  it("is nothing where nothing was typed, or just what was sent", () => {
    expect(readUnsent("rina", "one", SENT)).toEqual([]);
    const typed = { ...SENT, businessName: "  Kopi\u200b Senja ", representativeEmail: "budi@KOPI.example" };
    keepInTab("rina", draftName("one"), { ...typed, opened: null });
    expect(readUnsent("rina", "one", SENT)).toEqual([]);
  });

  it("is told field by field, of that registration and that person alone", () => {
    keepInTab("rina", draftName("one"), { ...SENT, businessName: "Kopi Fajar" });
    keepInTab("rina", fixName("one", "envelope"), { ...SENT, referralCode: "AB12" });
    keepInTab("rina", fixName("other", "envelope"), { ...SENT, representativeName: "Sari" });
    expect(readUnsent("rina", "one", SENT)).toEqual([
      { name: "businessName", typed: "Kopi Fajar" },
      { name: "referralCode", typed: "AB12" },
    ]);
    expect(readUnsent("dewi", "one", SENT)).toEqual([]);
  });

  it("can be forgotten", () => {
    keepInTab("rina", draftName("one"), { ...SENT, businessName: "Kopi Fajar" });
    keepInTab("rina", fixName("one", null), { ...SENT, businessName: "Kopi Fajar" });
    forgetUnsent("rina", "one");
    expect(readUnsent("rina", "one", SENT)).toEqual([]);
  });

  it("is nothing where something else stands there", () => {
    keepInTab("rina", draftName("one"), "Kopi Fajar");
    keepInTab("rina", fixName("one", "envelope"), { businessName: 7 });
    expect(readUnsent("rina", "one", SENT)).toEqual([]);
  });
});

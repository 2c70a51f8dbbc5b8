import { describe, expect, it } from "vitest";
import { describeMissing } from "./browser-libraries.mjs";

const SOUND = "\tlinux-vdso.so.1 (0x00007f22a67e6000)\n\tlibc.so.6 => /lib/libc.so.6 (0x00007f2299918000)\n";

describe("a browser that does not start for want of a library", () => {
  it("is explained by the libraries, each once, and the packages that bring them", () => {
    const told = `${SOUND}\tlibnspr4.so => not found\n\tlibnss3.so => not found\n\tlibplc4.so => not found\n\tlibnss3.so => not found\n`;
    expect(describeMissing(told)).toBe(
      "these libraries are missing: libnspr4.so, libnss3.so, libplc4.so. Debian and Ubuntu: apt-get install libnspr4 libnss3",
    );
  });

  it("names a library also where no package is known for it", () => {
    expect(describeMissing(`${SOUND}\tlibstrange.so.3 => not found\n`)).toBe(
      "these libraries are missing: libstrange.so.3.",
    );
  });

  it("is left unexplained where all are there, or the file is no program that links to any", () => {
    expect(describeMissing(SOUND)).toBeNull();
    expect(describeMissing("\tnot a dynamic executable\n")).toBeNull();
  });
});

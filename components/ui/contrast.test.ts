import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Scheme = "light" | "dark";
type Oklch = { lightness: number; chroma: number; hue: number };

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");

/** The two colours of a token, as they stand in the style sheet. */
function readToken(name: string): Record<Scheme, Oklch> {
  const colour = String.raw`oklch\(([\d.]+) ([\d.]+) ?([\d.]*)\)|oklch\(1 0 0\)`;
  const pattern = new RegExp(String.raw`--${name}: light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)`);
  const [, light, dark] = pattern.exec(css) ?? [];
  if (!light || !dark) throw new Error(`--${name} has no pair of colours (${colour})`);
  return { light: parseOklch(light), dark: parseOklch(dark) };
}

function parseOklch(text: string): Oklch {
  const [lightness = Number.NaN, chroma = Number.NaN, hue = Number.NaN] = text
    .slice("oklch(".length, -1)
    .split(" ")
    .map(Number);
  return { lightness, chroma, hue };
}

/** WCAG's relative luminance, by way of Oklab and linear sRGB. */
function luminance({ lightness, chroma, hue }: Oklch): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Oklch, other: Oklch): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const TEXT_AA = 4.5;
const PART_OF_A_CONTROL_AA = 3;

const PLAIN_SURFACES = ["canvas", "surface", "sunken", "hover"] as const;
const TONES = ["info", "success", "warning", "danger"] as const;

const PAIRS: { front: string; back: string; least: number }[] = [
  ...["ink", "ink-soft", "ink-faint"].flatMap((front) =>
    ["canvas", "surface", "sunken"].map((back) => ({ front, back, least: TEXT_AA })),
  ),
  ...["ink", "ink-soft", "accent-ink"].map((front) => ({ front, back: "hover", least: TEXT_AA })),
  { front: "ink", back: "mark", least: TEXT_AA },
  ...["ink-soft", "ink"].map((front) => ({ front, back: "neutral-wash", least: TEXT_AA })),
  ...TONES.flatMap((tone) =>
    [`${tone}-ink`, "ink", "ink-soft"].map((front) => ({ front, back: `${tone}-wash`, least: TEXT_AA })),
  ),
  ...["canvas", "surface"].map((back) => ({ front: "danger-ink", back, least: TEXT_AA })),
  ...["canvas", "surface", "accent-wash"].map((back) => ({ front: "accent-ink", back, least: TEXT_AA })),
  ...["accent", "accent-hover", "danger-fill", "danger-fill-hover"].map((back) => ({
    front: "on-accent",
    back,
    least: TEXT_AA,
  })),
  { front: "canvas", back: "ink", least: TEXT_AA },
  ...["surface", "canvas"].map((back) => ({ front: "field-line", back, least: PART_OF_A_CONTROL_AA })),
  ...PLAIN_SURFACES.map((back) => ({ front: "accent-ink", back, least: PART_OF_A_CONTROL_AA })),
];

describe.each(["light", "dark"] as const)("in the %s scheme", (scheme) => {
  it.each(PAIRS)("$front stands out from $back by $least to 1", ({ front, back, least }) => {
    expect(contrast(readToken(front)[scheme], readToken(back)[scheme])).toBeGreaterThanOrEqual(least);
  });
});

describe("contrast", () => {
  it("is 21 between black and white", () => {
    const black = { lightness: 0, chroma: 0, hue: 0 };
    const white = { lightness: 1, chroma: 0, hue: 0 };
    expect(contrast(black, white)).toBeCloseTo(21, 1);
  });
});

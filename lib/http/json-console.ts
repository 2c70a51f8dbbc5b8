import { format, stripVTControlCharacters } from "node:util";
import { describeError } from "@/lib/describe-error";
import { logger } from "@/lib/logger";

// Loaded before all else into a production web server (`node --require` of its bundle): what Next, a package or Node
// itself says on the console becomes lines of the one log, which a collector of logs can read.

const LEVELS = {
  trace: "debug",
  debug: "debug",
  log: "info",
  info: "info",
  dir: "info",
  table: "info",
  warn: "warn",
  error: "error",
} as const;

const TEXT_LIMIT = 300;
/** What Next puts in front of its lines. */
const ORNAMENT = /^[\s▲✓✔○●⚠⨯×»-]+/;
/** What a text may quote of people and secrets, and what stands there instead. */
const MASKS: readonly [RegExp, string][] = [
  [/:\/\/[^\s/@]*@/g, "://•••@"],
  [/([?&][\w-]*(?:token|key|secret|password|code)=)[^\s&]+/gi, "$1•••"],
  [/[^\s@<>"'(]+@[^\s@<>"')]+\.[a-z]{2,}/gi, "•••@•••"],
  [/(?:\+|\b0|\b62)\d[\d\s().-]{6,}\d/g, "•••"],
  // What is quoted is what somebody sent.
  [/(?<![\p{L}\p{N}])(["'`])(?:(?!\1).)+(?:\1|$)/gu, "$1•••$1"],
];

type Method = keyof typeof LEVELS;

function say(method: Method, args: readonly unknown[]): void {
  const error = args.find((arg) => arg instanceof Error);
  const text = format(...args.map(printable));
  const msg = oneLine(text) || (error ? "error" : "");
  if (msg) logger[LEVELS[method]]({ from: "console", ...(error && describe(error)) }, msg);
}

/** An error is told apart from the text, and of any other object only its kind: it may hold what someone typed. */
function printable(arg: unknown): unknown {
  if (arg instanceof Error) return "";
  if (typeof arg === "object" && arg !== null) return `[${arg.constructor?.name ?? "object"}]`;
  return typeof arg === "function" ? "[function]" : arg;
}

function describe(error: Error): Record<string, unknown> {
  const described = describeError(error);
  const message = typeof described.message === "string" ? oneLine(described.message) : undefined;
  // By this number a page that failed names its failure.
  const digest = "digest" in error && typeof error.digest === "string" ? error.digest : undefined;
  return { error: { ...described, message, digest } };
}

function oneLine(text: string): string {
  const line = stripVTControlCharacters(text)
    .split("\n")
    .map((part) => part.replace(ORNAMENT, "").trim())
    .filter(Boolean)
    .join(" | ");
  return MASKS.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), line).slice(0, TEXT_LIMIT);
}

for (const method of Object.keys(LEVELS).filter((name): name is Method => name in LEVELS))
  console[method] = (...args: unknown[]) => say(method, args);

// Node's own listener writes warnings to standard error.
process.removeAllListeners("warning");
process.on("warning", (warning) => {
  logger.warn({ ...describe(warning), from: "process" }, warning.name);
});

import pino from "pino";
import { describeError } from "@/lib/describe-error";
import { logLevel } from "@/lib/env";

const STANDARD_OUTPUT = 1;
/** What waits for a log that takes nothing in, before new lines are dropped. */
const WAITING_MAX_CHARS = 1_048_576;

// Unheard, the error of a full disk would end the process or hold it in its last line for ever.
const output = pino
  .destination({ fd: STANDARD_OUTPUT, sync: true, maxLength: WAITING_MAX_CHARS })
  .on("error", () => undefined);

/**
 * The one log: structured lines on standard output. Callers pass ids, codes and figures; bodies,
 * secrets and personal data are never passed, and the redaction below is only the second net. Of an error (`err`) it
 * says what `describeError` does: a database hangs the row that it refused on its own.
 * Serving goes on without it where it cannot be written.
 */
export const logger = pino(
  {
    level: logLevel(),
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
    redact: {
      paths: [
        "*.password",
        "*.secretKey",
        "*.secret",
        "*.signature",
        "*.authorization",
        "*.cookie",
        "*.bodyText",
      ],
      censor: "•••",
    },
  },
  output,
);

import pino from "pino";
import { logLevel } from "@/lib/env";

/**
 * The one log: structured lines on standard output. Callers pass ids, codes and figures; bodies,
 * secrets and personal data are never passed, and the redaction below is only the second net.
 */
export const logger = pino({
  level: logLevel(),
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
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
});

import { randomBytes } from "node:crypto";
import { describeError } from "@/lib/describe-error";
import { logger } from "@/lib/logger";

/**
 * Logs an error nobody expected and returns the id under which the log has it, such as `E-3F9A01C2`,
 * for the person to mention.
 */
export function reportBug(error: unknown, where: string): string {
  const errorId = `E-${randomBytes(4).toString("hex").toUpperCase()}`;
  logger.error({ errorId, where, ...describeError(error) }, "unexpected error");
  return errorId;
}

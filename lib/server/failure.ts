import { AppError, type ErrorCode, isDatabaseUnavailable } from "@/lib/errors";
import { reportBug } from "./bug-report";

/** What a caller gets when nothing was done. The words are `errors.<code>`; a bug comes with the id of its log entry. */
export type ActionFailure = { kind: "failure"; code: ErrorCode | "unexpected"; errorId?: string };

/** What a caller is told about an error that was thrown on its behalf. Anything but a refusal or an absent database is logged as a bug. */
export function failureOf(error: unknown, where: string): ActionFailure {
  if (error instanceof AppError) return { kind: "failure", code: error.code };
  if (isDatabaseUnavailable(error)) return { kind: "failure", code: "database_unavailable" };
  return { kind: "failure", code: "unexpected", errorId: reportBug(error, where) };
}

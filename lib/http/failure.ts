import { type ActionFailure, AppError, databaseFailureOf, type ErrorCode } from "@/lib/errors";
import { reportBug } from "./bug-report";

/** What a caller is told about an error that was thrown on its behalf. Anything but a refusal or an absent database is logged as a bug. */
export function failureOf(error: unknown, where: string): ActionFailure<ErrorCode | "unexpected"> {
  if (error instanceof AppError) return { kind: "failure", code: error.code };
  const absence = databaseFailureOf(error);
  if (absence) return { kind: "failure", code: absence };
  return { kind: "failure", code: "unexpected", errorId: reportBug(error, where) };
}

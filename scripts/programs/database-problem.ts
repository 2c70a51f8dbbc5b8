import { isDatabaseUnavailable } from "@/lib/errors";
import { SchemaError } from "@/lib/migrate";

/** SQLSTATE classes of a refused login and of a database that is not there. */
const REFUSED_LOGIN = /^(28|3D)/;

/** What a person at the terminal is told when the database cannot be used. A bug keeps its stack. */
export function explainDatabaseError(error: unknown): string {
  if (error instanceof SchemaError) return error.message;
  const [first = error] = error instanceof AggregateError ? error.errors : [];
  const code = first instanceof Error && "code" in first ? String(first.code) : "";
  if (REFUSED_LOGIN.test(code))
    return `The database refused the connection: ${messageOf(first)}. Check DATABASE_URL.`;
  if (isDatabaseUnavailable(first)) {
    return `The database did not answer: ${messageOf(first)}. Nothing was changed. Check DATABASE_URL and that the server runs.`;
  }
  return first instanceof Error ? (first.stack ?? first.message) : String(first);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

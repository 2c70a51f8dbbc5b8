/** Refusals: what a caller is told when it may not, cannot or must wait. Each has one HTTP status and one sentence (`errors.<code>` in the catalogues). */
export const ERROR_HTTP_STATUS = {
  not_signed_in: 401,
  not_allowed: 403,
  not_found: 404,
  changed_meanwhile: 409,
  not_possible_now: 409,
  id_taken: 409,
  removed: 410,
  bad_input: 400,
  too_slow: 408,
  too_many_requests: 429,
  database_unavailable: 503,
  database_lost: 503,
  credential_missing: 503,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof ERROR_HTTP_STATUS;

/** A refusal, thrown anywhere and caught once at the edge. Bugs are plain errors; expected endings are returned. */
export class AppError extends Error {
  override readonly name = "AppError";

  constructor(
    readonly code: ErrorCode,
    options?: { cause?: unknown; detail?: string },
  ) {
    super(options?.detail ?? code, { cause: options?.cause });
  }

  get httpStatus(): number {
    return ERROR_HTTP_STATUS[this.code];
  }
}

/**
 * What stands for an answer where nothing was done. The words are `errors.<code>`, where a person may be told more than
 * that something went wrong; a bug comes with the id of its log entry.
 */
export type ActionFailure<Code extends string = string> = { kind: "failure"; code: Code; errorId?: string };

/** The database cannot be reached, or takes nothing in: of what was asked for surely nothing is there. */
const AWAY_CODES = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ENOTFOUND",
  "08001",
  "08004",
  "25006",
  "25P03",
  "53100",
  "53300",
  "57P03",
  "P1001",
  "P1002",
  "P2024",
  "P2037",
]);

/** The connection broke while it was used: a commit that was on its way may have been made. */
const LOST_CODES = new Set([
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "ETIMEDOUT",
  "08000",
  "08003",
  "08006",
  "57P01",
  "57P02",
  "P1017",
]);

const CONNECTING = new Set(["connect", "getaddrinfo"]);

/** Whether `error`, or what caused it, says that the database cannot be reached or takes nothing in (network codes, SQLSTATE 08/25006/53100/53300/57P0x, Prisma P1001 and kin). */
export function isDatabaseUnavailable(error: unknown): boolean {
  return databaseFailureOf(error) !== null;
}

/** What a person is told of an absent database: that nothing was done, or that nobody knows; null for any other error. */
export function databaseFailureOf(error: unknown): "database_unavailable" | "database_lost" | null {
  for (
    let current = error, depth = 0;
    current instanceof Error && depth < 5;
    current = current.cause, depth += 1
  ) {
    const codes = [read(current, "code"), sqlStateBehindPrisma(current)];
    // Whatever keeps a connection from being made, also that this process has no more files to open.
    const isConnecting = has(CONNECTING, read(current, "syscall"));
    if (isConnecting || codes.some((code) => has(AWAY_CODES, code))) return "database_unavailable";
    if (codes.some((code) => has(LOST_CODES, code))) return "database_lost";
    if (/timeout exceeded when trying to connect/i.test(current.message)) return "database_unavailable";
    if (/Connection terminated|connection error and is not queryable/i.test(current.message))
      return "database_lost";
  }
  return null;
}

function has(codes: ReadonlySet<string>, code: unknown): boolean {
  return typeof code === "string" && codes.has(code);
}

/** Prisma has one code of its own, P2039, for every SQLSTATE that it does not know, such as a full disk. */
function sqlStateBehindPrisma(error: Error): unknown {
  return read(read(read(read(error, "meta"), "driverAdapterError"), "cause"), "originalCode");
}

function read(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

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

const CONNECTION_ERROR_CODES = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "08000",
  "08001",
  "08003",
  "08004",
  "08006",
  "25P03",
  "53100",
  "53300",
  "57P01",
  "57P02",
  "57P03",
  "P1001",
  "P1002",
  "P1017",
  "P2024",
  "P2037",
]);

/** Whether `error`, or what caused it, says that the database cannot be reached or takes nothing in (network codes, SQLSTATE 08/53100/53300/57P0x, Prisma P1001 and kin). */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (
    let current = error, depth = 0;
    current instanceof Error && depth < 5;
    current = current.cause, depth += 1
  ) {
    if (isConnectionCode(read(current, "code")) || isConnectionCode(sqlStateBehindPrisma(current)))
      return true;
    if (
      /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/i.test(
        current.message,
      )
    )
      return true;
  }
  return false;
}

function isConnectionCode(code: unknown): boolean {
  return typeof code === "string" && CONNECTION_ERROR_CODES.has(code);
}

/** Prisma has one code of its own, P2039, for every SQLSTATE that it does not know, such as a full disk. */
function sqlStateBehindPrisma(error: Error): unknown {
  return read(read(read(read(error, "meta"), "driverAdapterError"), "cause"), "originalCode");
}

function read(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

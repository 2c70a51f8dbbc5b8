const MESSAGE_LIMIT = 300;
const LOGGED_FRAMES = 12;
/** SQLSTATE, or a code of Prisma. */
const DATABASE_CODE = /^([0-9A-Z]{5}|P\d{4})$/;
/** Of those the ones in which a database speaks of itself: connections, signing in, its name, room, being shut down. */
const ABOUT_ITSELF = /^(?:08|28|3D|53|57|58)[0-9A-Z]{3}$/;

/**
 * What of an error may stand in the log. The message of a database or of a reader may quote what someone typed, so only
 * its kind is kept; what else hangs on an error, such as the row that a database refused, is none of the log's.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { thrown: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const quotesInput =
    /^(Prisma|DriverAdapter|SyntaxError$|URIError$)/.test(error.name) ||
    (DATABASE_CODE.test(code ?? "") && !ABOUT_ITSELF.test(code ?? ""));
  return {
    name: error.name,
    code,
    message: quotesInput ? undefined : error.message.slice(0, MESSAGE_LIMIT),
    frames: stackBehind(error)
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .slice(0, LOGGED_FRAMES)
      .map((line) => line.trim()),
    cause: error.cause instanceof Error ? describeError(error.cause) : undefined,
  };
}

/** The stack without the message, of which a line may look like a frame. */
function stackBehind({ stack = "", message }: Error): string {
  return message !== "" && stack.includes(message)
    ? stack.slice(stack.indexOf(message) + message.length)
    : stack;
}

import pg, { type ClientBase } from "pg";

/** What pg's connection can do, and its types do not tell. */
type CopyConnection = { sendCopyFromChunk: (bytes: Buffer) => void; endCopyFrom: () => void };

/** A `copy … from stdin`, whose lines are at hand as a whole. */
class CopyIn extends pg.Query {
  readonly #lines: readonly string[];

  constructor(
    statement: string,
    lines: readonly string[],
    callback: (error: Error | undefined, result: unknown) => void,
  ) {
    super(statement, callback);
    this.#lines = lines;
  }

  /** Called by pg when the database waits for the lines. */
  handleCopyInResponse(connection: CopyConnection): void {
    for (const lines of this.#lines) connection.sendCopyFromChunk(Buffer.from(lines));
    connection.endCopyFrom();
  }
}

/** Writes lines, some to a text, by a `copy … from stdin`, which takes half as long as any INSERT of the same rows. */
export async function copyIn(tx: ClientBase, statement: string, lines: readonly string[]): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    tx.query(new CopyIn(statement, lines, (error) => (error ? reject(error) : resolve())));
  });
}

const SPECIAL = /[\\\t\n\r]/;
const EACH_SPECIAL = /[\\\t\n\r]/g;
const WRITTEN: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** A text as it stands in a line. */
export function copyText(text: string): string {
  return SPECIAL.test(text) ? text.replace(EACH_SPECIAL, (sign) => WRITTEN[sign] ?? sign) : text;
}

/** A value that is null, as it stands in a line. */
export const COPY_NULL = "\\N";

const QUOTED = /["\\]/;

/** A text array as it stands in a line. */
export function copyArray(texts: readonly string[]): string {
  const isPlain = !QUOTED.test(texts.join(""));
  return copyText(isPlain ? `{"${texts.join('","')}"}` : `{${texts.map(quote).join(",")}}`);
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

// What the terminal shows: one line for each long step, with its time.

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MS = 90;
/** Where nothing can be redrawn, a long step says that it lives. */
const REMINDER_MS = 15_000;
const NAME_WIDTH = 20;

/** What a person can act on; shown without a stack. */
export class StartProblem extends Error {}

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/**
 * @typedef {{ say(line: string): void, step<T>(name: string, work: (note: (detail: string) => void, hint: (words: string) => void) => Promise<T>): Promise<T>, done(name: string, detail: string): void, bold(text: string): string, dim(text: string): string }} Progress
 * `note` stands beside the step when it is done, `hint` while it goes on.
 *
 * @param {NodeJS.WriteStream} [stream]
 * @returns {Progress}
 */
export function createProgress(stream = process.stdout) {
  const isLive = stream.isTTY === true && !process.env.CI;
  const paint = (/** @type {number} */ code, /** @type {string} */ text) =>
    stream.isTTY && !process.env.NO_COLOR ? `\u001b[${code}m${text}\u001b[0m` : text;
  const line = (/** @type {string} */ mark, /** @type {string} */ name, /** @type {string} */ detail) =>
    `  ${mark} ${name.padEnd(NAME_WIDTH)} ${detail}`.trimEnd();
  const clear = () => isLive && stream.write("\r\u001b[2K");

  return {
    say: (text) => {
      clear();
      stream.write(`${text}\n`);
    },
    bold: (text) => paint(1, text),
    dim: (text) => paint(2, text),
    done: (name, detail) => {
      clear();
      stream.write(`${line(paint(32, "✓"), name, detail)}\n`);
    },
    async step(name, work) {
      const begun = performance.now();
      const elapsed = () => seconds(performance.now() - begun);
      let detail = "";
      let hinted = "";
      let frame = 0;
      const draw = () => {
        clear();
        const mark = paint(36, FRAMES[frame++ % FRAMES.length] ?? "·");
        const room = Math.max(0, (stream.columns ?? 80) - NAME_WIDTH - 16);
        stream.write(line(mark, name, paint(2, `${elapsed().padStart(7)}   ${hinted.slice(0, room)}`)));
      };
      const remind = () =>
        stream.write(`${line("·", name, `${elapsed()} so far   ${hinted.slice(0, 120)}`)}\n`);
      const timer = setInterval(isLive ? draw : remind, isLive ? FRAME_MS : REMINDER_MS);
      let mark = paint(31, "✗");
      try {
        const result = await work(
          (text) => {
            detail = text;
          },
          (words) => {
            hinted = words;
          },
        );
        mark = paint(32, "✓");
        return result;
      } finally {
        clearInterval(timer);
        clear();
        stream.write(`${line(mark, name, `${elapsed().padStart(7)}   ${paint(2, detail)}`)}\n`);
      }
    },
  };
}

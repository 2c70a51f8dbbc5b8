import { SheetRefusal } from "./refusal";

const BLOCK_BYTES = 256 * 1024;
const INDEX_STEP = 64 * 1024;
const NUMBER_BYTES = 4;
/** With what else reading takes, a process stays within 64 MB more. */
const MAX_BYTES = 28 * 1024 * 1024;

/**
 * Many texts outside the heap of JavaScript, by number: seven hundred thousand strings would fill a small heap and
 * keep the garbage collector at work, as bytes they are a few megabytes.
 */
export class TextStore {
  readonly #blocks: Buffer[] = [];
  /** The place of each text, counted over all blocks. */
  readonly #index: Uint32Array[] = [];
  #used = BLOCK_BYTES;
  #count = 0;

  /** Keeps a text, without the NUL that no cell keeps, under the next number. Throws SheetRefusal `too_much_text`. */
  add(text: string): void {
    const bytes = Buffer.from(text.replaceAll("\0", ""));
    if (this.#used + bytes.length + 1 > BLOCK_BYTES) this.#addBlock();
    if (this.#count % INDEX_STEP === 0) this.#index.push(new Uint32Array(INDEX_STEP));
    const block = this.#blocks.at(-1);
    const index = this.#index.at(-1);
    if (!block || !index) return;
    index[this.#count % INDEX_STEP] = (this.#blocks.length - 1) * BLOCK_BYTES + this.#used;
    block.set(bytes, this.#used);
    block[this.#used + bytes.length] = 0;
    this.#used += bytes.length + 1;
    this.#count += 1;
  }

  /** The text of a number, or null where there is none. */
  get(number: number): string | null {
    if (number >= this.#count) return null;
    const place = this.#index[Math.floor(number / INDEX_STEP)]?.[number % INDEX_STEP];
    if (place === undefined) return null;
    const start = place % BLOCK_BYTES;
    const block = this.#blocks[Math.floor(place / BLOCK_BYTES)];
    return block?.toString("utf8", start, block.indexOf(0, start)) ?? null;
  }

  #addBlock(): void {
    const bytes = (this.#blocks.length + 1) * BLOCK_BYTES + this.#index.length * INDEX_STEP * NUMBER_BYTES;
    if (bytes > MAX_BYTES) throw new SheetRefusal("too_much_text");
    this.#blocks.push(Buffer.allocUnsafeSlow(BLOCK_BYTES));
    this.#used = 0;
  }
}

import { SheetRefusal } from "./refusal";

const BLOCK_BYTES = 256 * 1024;
const INDEX_STEP = 64 * 1024;
const LENGTH_BYTES = 4;
/** With what else reading takes, a process stays within 64 MB more. */
const MAX_BYTES = 40 * 1024 * 1024;

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

  /** Keeps a text under the next number. Throws SheetRefusal `too_much_text`. */
  add(text: string): void {
    const length = Buffer.byteLength(text);
    if (this.#used + LENGTH_BYTES + length > BLOCK_BYTES) this.#addBlock();
    const block = this.#blocks.at(-1);
    if (this.#count % INDEX_STEP === 0) this.#index.push(new Uint32Array(INDEX_STEP));
    const index = this.#index.at(-1);
    if (!block || !index) return;
    index[this.#count % INDEX_STEP] = (this.#blocks.length - 1) * BLOCK_BYTES + this.#used;
    block.writeUInt32LE(length, this.#used);
    block.write(text, this.#used + LENGTH_BYTES);
    this.#used += LENGTH_BYTES + length;
    this.#count += 1;
  }

  /** The text of a number, or null where there is none. */
  get(number: number): string | null {
    if (number >= this.#count) return null;
    const place = this.#index[Math.floor(number / INDEX_STEP)]?.[number % INDEX_STEP];
    if (place === undefined) return null;
    const block = this.#blocks[Math.floor(place / BLOCK_BYTES)];
    if (!block) return null;
    const start = (place % BLOCK_BYTES) + LENGTH_BYTES;
    return block.toString("utf8", start, start + block.readUInt32LE(place % BLOCK_BYTES));
  }

  #addBlock(): void {
    const bytes = (this.#blocks.length + 1) * BLOCK_BYTES + this.#index.length * INDEX_STEP * LENGTH_BYTES;
    if (bytes > MAX_BYTES) throw new SheetRefusal("too_much_text");
    this.#blocks.push(Buffer.allocUnsafeSlow(BLOCK_BYTES));
    this.#used = 0;
  }
}

import { SaxesParser } from "saxes";
import { encodingOf } from "./decoded-text";
import { SHEET_LIMITS, SheetRefusal } from "./refusal";

/** What is done at each part of a document. Names come without their namespace's prefix. */
export type XmlHandler = {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text(text: string): void;
  /** Where it is in a sheet, from 1. */
  place?(): { row: number; column: number };
};

/** What a handler can make of one piece stays small, however much each of its elements stands for. */
const PIECE_CHARACTERS = 4_096;
/** The longest text of a cell, with every character written as a number. */
const MAX_TOKEN_CHARACTERS = 512 * 1024;
const MAX_DEPTH = 64;

/**
 * Walks through an XML document and stops after each small piece, so that whoever asks for the next can take away
 * what `handler` gathered. Knows no entities but XML's own. Throws SheetRefusal `broken_workbook` where it is not
 * well-formed.
 */
export async function* walkXml(bytes: AsyncIterable<Uint8Array>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let depth = 0;
  let sinceEvent = 0;
  parser.on("opentag", ({ name, attributes }) => {
    sinceEvent = 0;
    depth += 1;
    if (depth > MAX_DEPTH) throw new SheetRefusal("broken_workbook");
    handler.open(localName(name), attributes);
  });
  parser.on("closetag", ({ name }) => {
    sinceEvent = 0;
    depth -= 1;
    handler.close(localName(name));
  });
  parser.on("text", (text) => handler.text(text));
  parser.on("cdata", (text) => handler.text(text));
  const feed = (piece: string) => {
    sinceEvent += piece.length;
    if (sinceEvent > MAX_TOKEN_CHARACTERS) {
      if (!handler.place) throw new SheetRefusal("too_much_text");
      throw new SheetRefusal("cell_too_long", { ...handler.place(), max: SHEET_LIMITS.cellCharacters });
    }
    refuseBroken(() => parser.write(piece));
  };
  for await (const text of decodedXml(bytes)) {
    for (let place = 0; place < text.length; place += PIECE_CHARACTERS) {
      feed(text.slice(place, place + PIECE_CHARACTERS));
      yield;
    }
  }
  refuseBroken(() => parser.close());
}

/** Walks through a small document in one go. */
export async function readXml(bytes: AsyncIterable<Uint8Array>, handler: XmlHandler): Promise<void> {
  for await (const _ of walkXml(bytes, handler));
}

async function* decodedXml(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  for await (const piece of bytes) {
    decoder ??= new TextDecoder(encodingOf(piece).name, { fatal: true });
    const current = decoder;
    yield refuseBroken(() => current.decode(piece, { stream: true }));
  }
}

function refuseBroken<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw error instanceof SheetRefusal ? error : new SheetRefusal("broken_workbook", {}, { cause: error });
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** Text as Excel means it, which writes what XML cannot hold as `_x000D_`. */
export function unescapeFromExcel(text: string): string {
  return text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;
}

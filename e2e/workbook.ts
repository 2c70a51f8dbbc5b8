/** A row of a workbook; a text that begins with `<c` is a cell as it is written. */
export function rowXml(number: number, cells: readonly string[], attributes = ""): string {
  const written = cells.map((text, column) => {
    const place = `r="${String.fromCharCode(65 + column)}${number}"`;
    if (text.startsWith("<c")) return text.replace("<c", `<c ${place}`);
    return text === "" ? "" : `<c ${place} t="inlineStr"><is><t>${escaped(text)}</t></is></c>`;
  });
  return `<row r="${number}" ${attributes}>${written.join("")}</row>`;
}

/** A cell with a number, in the `style`-th format of the workbook. */
export function numberXml(value: number | string, style = 0): string {
  return `<c s="${style}"><v>${value}</v></c>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

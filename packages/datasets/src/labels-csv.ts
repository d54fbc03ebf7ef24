/** One line of a table of labels. */
export interface LabelRow {
  /** The image's path in its folder; absent where the rows are in the order of the images. */
  readonly file?: string;
  readonly label: string;
}

/**
 * The labels of a CSV table (RFC 4180). Its first line names the columns: `label` must be one, `file` may be; others are
 * passed over, as are empty lines.
 *
 * @throws RangeError if a column is missing, a line has another number of cells than the first, or a quote stays open
 * @example
 * decodeLabelsCsv('file,label\na.png,cat\n'); // [{ file: 'a.png', label: 'cat' }]
 */
export function decodeLabelsCsv(text: string): LabelRow[] {
  const rows = csvRows(text.replace(/^\uFEFF/, ''));
  const head = rows.shift() ?? [];
  const labelColumn = head.indexOf('label');
  const fileColumn = head.indexOf('file');
  if (labelColumn < 0)
    throw new RangeError(
      `decodeLabelsCsv: the first line is ${JSON.stringify(head.join(',').slice(0, 80))}; it must name the column label, and file where the rows name images`,
    );
  return rows.map((cells, i) => {
    if (cells.length !== head.length)
      throw new RangeError(
        `decodeLabelsCsv: row ${i + 1} has ${cells.length} cells; the first line has ${head.length}`,
      );
    const label = cells[labelColumn];
    return fileColumn < 0 ? { label } : { file: cells[fileColumn], label };
  });
}

/** A cell, quoted or not, and what ends it. Sticky, so that it never looks further than the cell. */
const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  cell.lastIndex = 0;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null)
      throw new RangeError(
        `decodeLabelsCsv: row ${rows.length} has a stray or unclosed quote after character ${at}`,
      );
    const [whole, quoted, plain, end] = match;
    row.push(whole.startsWith('"') ? quoted.replaceAll('""', '"') : plain);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push([...row, '']);
  return rows.filter((cells) => cells.length > 1 || cells[0] !== '');
}

/**
 * Class names in order, and the index of each label among them: in the order of their numbers where all are whole
 * numbers, else by code point.
 *
 * @throws RangeError if there are more than 256 classes
 */
export function classesOf(
  caller: string,
  labels: readonly string[],
): { classNames: string[]; indices: Uint8Array } {
  const distinct = [...new Set(labels)];
  const numeric = distinct.every((label) => /^\d+$/.test(label));
  const classNames = numeric ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct.sort();
  if (classNames.length > 256)
    throw new RangeError(`${caller}: there are ${classNames.length} classes; there may be at most 256`);
  const indexOf = new Map(classNames.map((name, index) => [name, index]));
  return { classNames, indices: Uint8Array.from(labels, (label) => indexOf.get(label) ?? 0) };
}

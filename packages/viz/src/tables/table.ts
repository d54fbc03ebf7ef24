/** A text, a number (not finite ones too), or nothing. */
export type Cell = string | number | null;

/** Figures with their names; what the report shows, and what CSV, Markdown and LaTeX files hold. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Objects with the same keys as a table with a column for each key. */
export function tableOf(title: string, objects: readonly Readonly<Record<string, Cell>>[]): Table {
  const columns = objects.length > 0 ? Object.keys(objects[0]) : [];
  return { title, columns, rows: objects.map((object) => columns.map((column) => object[column])) };
}

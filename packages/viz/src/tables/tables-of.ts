import type { Json, JsonObject } from '../record.js';
import { tableOf, type Cell, type Table } from './table.js';

/**
 * Any record (`run.json`, `evaluation.json`, `results.json`) as tables: one of all single figures by their path, then
 * one for each list: of objects, a row each; of figures, a numbered row each; of lists, a row each.
 *
 * The strings `"Infinity"`, `"-Infinity"` and `"NaN"`, which stand for numbers in JSON, become numbers again, save
 * under the keys `label` and `name`, where they are what something is called.
 *
 * @example
 * const [figures, losses] = tablesOf({ seed: 0, training: { stopped: 'epochs', loss: [0.2, 0.1] } });
 * figures.rows; // [['seed', 0], ['training.stopped', 'epochs']]
 * losses; // { title: 'training.loss', columns: ['#', 'value'], rows: [[1, 0.2], [2, 0.1]] }
 */
export function tablesOf(record: object): Table[] {
  const leaves = leavesOf(record as JsonObject, '');
  const single = leaves.filter((leaf) => !Array.isArray(leaf.value));
  const figures = {
    title: 'Figures',
    columns: ['figure', 'value'],
    rows: single.map(({ path, value }) => [path, cell(path, value)]),
  };
  const lists = leaves.flatMap(({ path, value }) =>
    Array.isArray(value) ? [listTable(path, value as readonly Json[])] : [],
  );
  return [...(single.length > 0 ? [figures] : []), ...lists];
}

interface Leaf {
  readonly path: string;
  readonly value: Json;
}

function leavesOf(object: JsonObject, prefix: string): Leaf[] {
  return Object.entries(object).flatMap(([key, value]): Leaf[] => {
    if (value === undefined) return [];
    return isObject(value) ? leavesOf(value, `${prefix}${key}.`) : [{ path: `${prefix}${key}`, value }];
  });
}

function listTable(path: string, list: readonly Json[]): Table {
  if (list.length > 0 && list.every(isObject)) return objectsTable(path, list);
  if (list.length > 0 && list.every((item) => Array.isArray(item)))
    return matrixTable(path, list as readonly (readonly Json[])[]);
  return tableOf(
    path,
    list.map((value, i) => ({ '#': i + 1, value: cell(path, value) })),
  );
}

/** A row for each object, with a column for each path of a figure in any of them. */
function objectsTable(title: string, objects: readonly JsonObject[]): Table {
  const rows = objects.map((object) => new Map(leavesOf(object, '').flatMap(spread)));
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  return {
    title,
    columns,
    rows: rows.map((row) => columns.map((column) => cell(column, row.get(column) ?? null))),
  };
}

/** An interval or another short list as a column for each of its values. */
function spread({ path, value }: Leaf): [string, Json][] {
  if (!Array.isArray(value)) return [[path, value]];
  return (value as readonly Json[]).map((item, i) => [`${path}.${i}`, item]);
}

function matrixTable(title: string, matrix: readonly (readonly Json[])[]): Table {
  const width = Math.max(...matrix.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, i) => String(i));
  return {
    title,
    columns: ['#', ...columns],
    rows: matrix.map((row, r) => [r, ...columns.map((_, c) => cell(title, row[c] ?? null))]),
  };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cell(path: string, value: Json): Cell {
  if (typeof value === 'string')
    return isName(path) || !/^(-?Infinity|NaN)$/.test(value) ? value : Number(value);
  if (typeof value === 'number' || value === null) return value;
  return JSON.stringify(value);
}

function isName(path: string): boolean {
  return /(^|\.)(label|name)$/.test(path);
}

import type { RunRecord } from '../record.js';
import {
  baselinesTable,
  bytesTable,
  latentsTable,
  overlapTable,
  perClassTable,
  trainingTable,
  unitTable,
} from './record-tables.js';
import type { Table } from './table.js';

/** The tables that the report of a run shows of its figures, in its order; each only where the run has something for it. */
export function runTables(record: RunRecord): Table[] {
  const { overlap, latents, bytes } = record;
  return [
    baselinesTable(record),
    perClassTable(record),
    ...(overlap ? [overlapTable(overlap)] : []),
    ...(latents ? [latentsTable(latents)] : []),
    ...(latents?.unit ? [unitTable(latents.unit)] : []),
    ...(bytes ? [bytesTable(bytes)] : []),
    trainingTable(record),
  ].filter(({ rows }) => rows.length > 0);
}

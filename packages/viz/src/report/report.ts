import type { ImageBatch } from '@aelab/images';
import type { RunRecord } from '../record.js';

/** Images that the report shows: the i-th reconstruction is of the i-th original. */
export interface Pictures {
  readonly originals: ImageBatch;
  readonly reconstructions: ImageBatch;
  /** A class name for each image. */
  readonly labels?: readonly string[];
}

export interface ReportInput {
  readonly record: RunRecord;
  readonly pictures?: Pictures;
}

/** One self-contained HTML page about a run: no request, no clock, the same bytes for the same input. */
export function report({ record }: ReportInput): string {
  return `<!doctype html><title>${record.data.name}</title>`;
}

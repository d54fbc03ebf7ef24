import type { AutoencoderDescription, Progress, SelectedBackend } from '@aelab/models';

/** What a run tells while it works. */
export type RunEvent =
  | { readonly stage: 'data'; readonly name: string; readonly train: number; readonly test: number }
  | ({ readonly stage: 'backend' } & SelectedBackend)
  | ({ readonly stage: 'model' } & AutoencoderDescription)
  | ({ readonly stage: 'training' } & Progress)
  | { readonly stage: 'evaluation'; readonly what: string };

export interface RunOptions {
  /** Ends the run at a point from which it can be resumed. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

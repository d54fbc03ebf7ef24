import type { RunEvent } from '../run/run-events.js';

/** How far a run is, in a few plain values. */
export interface RunProgress {
  /** What it is doing. */
  readonly doing: string;
  /** Share of the training done, in [0, 1]. */
  readonly share: number;
  readonly loss?: number;
}

export function progressOf(event: RunEvent): RunProgress {
  if (event.stage !== 'training') return { doing: event.stage, share: event.stage === 'evaluation' ? 1 : 0 };
  const { epoch, epochs, step, steps, loss } = event;
  return { doing: `epoch ${epoch + 1}/${epochs}`, share: (epoch + step / steps) / epochs, loss };
}

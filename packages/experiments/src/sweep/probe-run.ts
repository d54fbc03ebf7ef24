import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config.js';
import type { RunEvent } from '../run/run-events.js';
import { startRun } from '../run/run.js';

/** What a run costs here. */
export interface Probe {
  /** Training images. */
  readonly images: number;
  readonly imagesPerSecond: number;
  /** Seconds of a run without training: data, model, evaluation, report. */
  readonly otherSeconds: number;
  /** Most bytes that the process held. */
  readonly memory: number;
}

const timedSeconds = 2;
const warmUpSteps = 3;

/** Measures a run's cost by doing it once without training, and then training for two seconds. */
export async function probeRun(config: Config): Promise<Probe> {
  const folder = await mkdtemp(join(tmpdir(), 'aelab probe '));
  try {
    const started = performance.now();
    const untrained = { ...config, training: { ...config.training, epochs: 0, patience: undefined } };
    const record = await startRun(untrained, join(folder, 'untrained'));
    const otherSeconds = (performance.now() - started) / 1000;
    const imagesPerSecond = await trainingSpeed(config, join(folder, 'trained'));
    const memory = process.resourceUsage().maxRSS * 1024;
    return { images: record.data.train, imagesPerSecond, otherSeconds, memory };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function trainingSpeed(config: Config, folder: string): Promise<number> {
  const { batchSize } = config.training;
  const enough = new AbortController();
  const times: number[] = [];
  const onEvent = ({ stage }: RunEvent) => {
    if (stage !== 'training') return;
    times.push(performance.now());
    if (times.length > warmUpSteps + 1 && times[times.length - 1] - times[warmUpSteps] > timedSeconds * 1000)
      enough.abort();
  };
  const training = { ...config.training, epochs: 1_000_000, patience: undefined };
  await startRun({ ...config, training }, folder, { signal: enough.signal, onEvent }).catch(
    (error: unknown) => {
      if (!enough.signal.aborted) throw error;
    },
  );
  if (times.length < warmUpSteps + 2)
    throw new Error('probe: training diverges in its first steps, so its speed cannot be measured');
  const seconds = (times[times.length - 1] - times[warmUpSteps]) / 1000;
  return (batchSize * (times.length - 1 - warmUpSteps)) / seconds;
}

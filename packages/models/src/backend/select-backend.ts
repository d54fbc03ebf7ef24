import type { BackendName } from './backends.js';
import { backendNames, startBackend } from './backends.js';
import { recall, remember } from './remembered-choice.js';

export type BackendChoice = 'auto' | BackendName;

/** What was chosen; goes into the run record as it is. */
export interface SelectedBackend {
  readonly name: BackendName;
  /** One sentence. */
  readonly why: string;
  /** What works less well than it could. */
  readonly warnings: readonly string[];
}

/** A way to time training steps of the actual model. */
export interface Probe {
  /** Names the model and its batch: the remembered answer of one key serves every later run with it. */
  readonly key: string;
  /** Builds the model and one batch on the backend in use. */
  readonly start: () => ProbeRun;
}

export interface ProbeRun {
  /** One training step, its loss read back. */
  readonly step: () => Promise<unknown>;
  /** Frees what `start` and the steps made. */
  readonly stop: () => void;
}

/**
 * Starts the backend that TensorFlow.js computes on, and says why this one.
 *
 * `'auto'` times ten steps of the actual model on each backend that works here and remembers the answer per model and
 * machine; without a probe it takes the first that starts. The pure JavaScript `cpu` is the oracle of the tests, about
 * a hundred times slower, so `'auto'` takes it only where nothing else starts.
 *
 * @throws Error if the backend asked for does not start here; `'auto'` passes over those
 * @example
 * const { name } = await selectBackend('cpu');
 * name; // 'cpu'
 */
export async function selectBackend(choice: BackendChoice, probe?: Probe): Promise<SelectedBackend> {
  if (choice !== 'auto') return { name: choice, why: 'asked for', warnings: await startBackend(choice) };
  const known = probe && (await recall(probe.key));
  if (known) return startRemembered(known, probe);
  return probe ? fastest(probe) : firstThatStarts([...backendNames], []);
}

async function startRemembered(
  known: { name: BackendName; why: string },
  probe: Probe,
): Promise<SelectedBackend> {
  try {
    return { ...known, why: `remembered: ${known.why}`, warnings: await startBackend(known.name) };
  } catch {
    return fastest(probe);
  }
}

async function firstThatStarts(names: BackendName[], warnings: string[]): Promise<SelectedBackend> {
  const [name, ...others] = names;
  try {
    warnings.push(...(await startBackend(name)));
  } catch (error) {
    if (others.length === 0) throw error;
    return firstThatStarts(others, [...warnings, (error as Error).message]);
  }
  return { name, why: 'the first that starts here', warnings };
}

const timedSteps = 10;
const warmUpSteps = 3;

async function fastest(probe: Probe): Promise<SelectedBackend> {
  const warnings: string[] = [];
  const times: { name: BackendName; milliseconds: number }[] = [];
  for (const name of backendNames.filter((candidate) => candidate !== 'cpu'))
    try {
      await startBackend(name);
      times.push({ name, milliseconds: await timeSteps(probe) });
    } catch (error) {
      warnings.push(`${name}: ${(error as Error).message}`);
    }
  if (times.length === 0) return firstThatStarts(['cpu'], warnings);
  times.sort((a, b) => a.milliseconds - b.milliseconds);
  const [{ name }] = times;
  const why = `${timedSteps} steps took ${times.map((t) => `${t.milliseconds.toFixed(0)} ms on ${t.name}`).join(', ')}`;
  warnings.push(...(await startBackend(name)));
  await remember(probe.key, { name, why });
  return { name, why, warnings };
}

async function timeSteps(probe: Probe): Promise<number> {
  const run = probe.start();
  try {
    for (let i = 0; i < warmUpSteps; i++) await run.step();
    const start = performance.now();
    for (let i = 0; i < timedSteps; i++) await run.step();
    return performance.now() - start;
  } finally {
    run.stop();
  }
}

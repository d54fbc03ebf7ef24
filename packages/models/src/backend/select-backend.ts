import { createRequire } from 'node:module';
import type { BackendName, Candidate, StartOptions } from './backends.js';
import { backendNames, startBackend } from './backends.js';
import type { Timed } from './fastest.js';
import { fastest } from './fastest.js';
import { hasNvidiaDevice, isNativeInstalled } from './native/native-library.js';
import { recall, remember } from './remembered-choice.js';
import { threadsFromEnvironment } from './threads-from-environment.js';
import { hasGraphicsCard } from './webgpu/graphics-adapter.js';

export type BackendChoice = 'auto' | BackendName;

/** What was chosen; goes into the run record as it is. */
export interface SelectedBackend extends Candidate {
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

export interface SelectOptions extends StartOptions {
  /** `auto`, the default, tries `onnxruntime-node` where it is installed. */
  readonly accelerate?: 'auto' | 'off';
}

/**
 * Starts the backend that TensorFlow.js computes on, and says why this one.
 *
 * Where there is a choice, ten steps of the actual model are timed on each backend that works here, and the answer is
 * remembered per model and machine; those within 5 % of the fastest tie, and the first in {@link backendNames} wins, and
 * the plain one before the accelerated. Without a probe the first that starts is taken. The pure JavaScript `cpu` is the
 * oracle of the tests, about a hundred times slower, so `'auto'` takes it only where nothing else starts. A backend
 * that was selected before, from a run record, is started as it was then. Tensors that were made before stay usable.
 *
 * @throws Error if the backend asked for does not start here; `'auto'` passes over those
 * @throws RangeError if `AELAB_THREADS`, the default of `threads`, is not a number of threads
 * @example
 * const { name } = await selectBackend('cpu');
 * name; // 'cpu'
 */
export async function selectBackend(
  choice: BackendChoice | SelectedBackend,
  probe?: Probe,
  { accelerate, threads = threadsFromEnvironment() }: SelectOptions = {},
): Promise<SelectedBackend> {
  const options = { accelerate, threads };
  if (typeof choice === 'object') return startAgain(choice, options);
  const candidates = await candidatesFor(choice, options);
  if (candidates.length === 1) return startFirst(candidates, options, 'asked for');
  if (!probe) return startFirst(candidates, options, 'the first that starts here');
  const key = JSON.stringify([probe.key, choice, options]);
  const known = await recall(key);
  if (known && candidates.some((candidate) => label(candidate) === label(known)))
    try {
      return { ...known, warnings: await startBackend(known, options) };
    } catch {
      // It worked when it was timed; time again.
    }
  const selected = await startFastest(candidates, options, probe);
  const { name, accelerator, why } = selected;
  await remember(key, { name, accelerator, why: `${why} (remembered)` });
  return selected;
}

/** As the run record says, and on nothing else, as other backends give other figures. */
async function startAgain(known: SelectedBackend, options: StartOptions): Promise<SelectedBackend> {
  try {
    return { ...known, warnings: await startBackend(known, options) };
  } catch (error) {
    throw new Error(
      `selectBackend: ${label(known)} was in use before and does not start here: ${(error as Error).message}`,
    );
  }
}

async function candidatesFor(
  choice: BackendChoice,
  { accelerate = 'auto' }: SelectOptions,
): Promise<Candidate[]> {
  const names = choice === 'auto' ? await backendsThere() : [choice];
  return names.flatMap((name): Candidate[] =>
    name === 'wasm' && accelerate === 'auto' && isInstalled('onnxruntime-node')
      ? [{ name, accelerator: 'onnxruntime' }, { name }]
      : [{ name }],
  );
}

/** Those worth a try: what has to be installed first is not missed, and a processor is no graphics card. */
async function backendsThere(): Promise<BackendName[]> {
  const gpu = isNativeInstalled('gpu') && hasNvidiaDevice();
  // A process can load one of TensorFlow's two libraries.
  const native = isNativeInstalled('native') && !gpu;
  const isThere = { gpu, webgpu: await hasGraphicsCard(), native, wasm: true, cpu: true };
  return backendNames.filter((name) => isThere[name]);
}

function isInstalled(optionalPackage: string): boolean {
  try {
    createRequire(import.meta.url).resolve(optionalPackage);
    return true;
  } catch {
    return false;
  }
}

function label({ name, accelerator }: Candidate): string {
  return accelerator ? `${name} with ${accelerator}` : name;
}

/** The first candidate that starts; the error of the last if none does. */
async function startFirst(
  [first, ...others]: readonly Candidate[],
  options: StartOptions,
  why: string,
): Promise<SelectedBackend> {
  try {
    return { ...first, why, warnings: await startBackend(first, options) };
  } catch (error) {
    if (others.length === 0) throw error;
    const next = await startFirst(others, options, why);
    return { ...next, warnings: [`${label(first)}: ${(error as Error).message}`, ...next.warnings] };
  }
}

const warmUpSteps = 3;
const timedSteps = 10;

async function startFastest(
  candidates: readonly Candidate[],
  options: StartOptions,
  probe: Probe,
): Promise<SelectedBackend> {
  const warnings: string[] = [];
  const times: Timed[] = [];
  for (const candidate of candidates.filter(({ name }) => name !== 'cpu'))
    try {
      await startBackend(candidate, options);
      times.push({ candidate, milliseconds: await timeSteps(probe) });
    } catch (error) {
      warnings.push(`${label(candidate)}: ${(error as Error).message}`);
    }
  if (times.length === 0)
    return startFirst([{ name: 'cpu' }], options, `nothing faster works: ${warnings.join('; ')}`);
  const figures = times.map((t) => `${t.milliseconds.toFixed(1)} ms on ${label(t.candidate)}`);
  const best = fastest(times);
  warnings.push(...(await startBackend(best, options)));
  return { ...best, why: `the fastest of ${timedSteps} steps took ${figures.join(', ')}`, warnings };
}

/**
 * Milliseconds of the fastest step: whatever else is at work only adds to a step. On a busy machine the sums of ten steps
 * of the same kernels differed by up to half, their fastest by 2 % in fifteen of sixteen trials.
 */
async function timeSteps(probe: Probe): Promise<number> {
  const run = probe.start();
  try {
    for (let i = 0; i < warmUpSteps; i++) await run.step();
    let least = Infinity;
    for (let i = 0; i < timedSteps; i++) {
      const start = performance.now();
      await run.step();
      least = Math.min(least, performance.now() - start);
    }
    return least;
  } finally {
    run.stop();
  }
}

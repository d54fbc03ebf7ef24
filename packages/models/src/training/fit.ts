import { permutation, random } from '@aelab/kernels/random';
import type { Scalar, Variable } from '@tensorflow/tfjs-core';
import type { Checkpoint, History, Position } from './checkpoint.js';
import type { Optimizer } from './optimizer.js';
import type { ScheduleName } from './schedules.js';
import { schedules } from './schedules.js';
import type { StateVariable } from './state.js';
import { readState, writeState } from './state.js';
import type { StepRule } from './train-step.js';
import { trainStep } from './train-step.js';

/** What the training loop needs to know of a model and its data. */
export interface Task {
  /** All that training changes, in a fixed order: what a checkpoint keeps. */
  readonly state: readonly StateVariable[];
  /** Pairs of kernels that stay each other's transpose. */
  readonly tied?: readonly (readonly [Variable, Variable])[];
  /** Number of training images. */
  readonly n: number;
  /** Mean loss over the images with these indices. */
  loss(indices: Uint32Array, at: Position): Scalar;
  /** Mean loss over the validation images; absent where there are none. */
  validationLoss?(): Promise<number>;
  /** What else happens after each epoch, counted from 1. */
  afterEpoch?(epoch: number): Promise<void>;
}

export interface FitOptions extends StepRule {
  readonly optimizer: Optimizer;
  /** How the learning rate falls from step to step; `constant` by default. The one stated is the highest. */
  readonly schedule?: ScheduleName;
  readonly batchSize: number;
  /** 0 leaves the model untrained. */
  readonly epochs: number;
  readonly seed: number;
  /** Stop after this many epochs without a lower validation loss, and go back to the best weights. */
  readonly patience?: number;
  /** Stop after the first epoch with this loss or less: the validation loss where there is one, else the training loss. */
  readonly targetLoss?: number;
  /** Go on from here; the result is that of the uninterrupted run, byte for byte. */
  readonly checkpoint?: Checkpoint;
  /** Ends training after the current step; what was reached is handed to `onCheckpoint` first. */
  readonly signal?: AbortSignal;
  readonly onStep?: (progress: Progress) => void;
  /** Called at the end of each epoch, every `checkpointMinutes`, and when aborted; training waits for it. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => Promise<void>;
  /** 1 by default. */
  readonly checkpointMinutes?: number;
}

export interface Progress extends Position {
  readonly epochs: number;
  readonly steps: number;
  /** Mean training loss of the epoch so far. */
  readonly loss: number;
  readonly imagesPerSecond: number;
  /** Seconds until the last epoch ends at this speed. */
  readonly secondsLeft: number;
}

export interface FitResult extends History {
  readonly stopped: 'epochs' | 'patience' | 'target' | 'aborted' | 'diverged';
  /** Why training diverged, and where. */
  readonly cause?: string;
  /** Epoch (from 1) whose weights the model has now, where patience chose it. */
  readonly bestEpoch?: number;
  readonly imagesPerSecond: number;
}

/**
 * Trains a model by mini-batch gradient descent; every random choice comes from `seed`, each epoch's shuffle from
 * `seed` and the epoch alone, so that a run resumed from a checkpoint repeats the uninterrupted one exactly.
 *
 * A loss or weight that is no longer finite ends training as `stopped: 'diverged'`: the model goes back to the weights
 * of the epoch's start, and `cause` says where it happened. That is a result, not an error.
 *
 * @throws RangeError if an option is out of its range, or patience is asked for without validation images
 */
export async function fit(task: Task, options: FitOptions): Promise<FitResult> {
  assertFitOptions(task, options);
  const run = await startRun(task, options);
  for (;;) {
    const reason = reasonToStop(run);
    if (reason) return finish(run, reason);
    const end = (await trainEpoch(run)) ?? (await finishEpoch(run));
    if (end) return result(run, end);
  }
}

/** Why training ends now. */
type End = Pick<FitResult, 'stopped' | 'cause' | 'bestEpoch'>;

interface Run {
  readonly task: Task;
  readonly options: FitOptions;
  readonly steps: number;
  epoch: number;
  step: number;
  lossSum: number;
  readonly loss: number[];
  readonly validationLoss: number[];
  readonly gradientNorms: Record<string, number[]>;
  best: Checkpoint['best'];
  /** Seconds of the sessions before this one. */
  readonly secondsBefore: number;
  readonly startedAt: number;
  savedAt: number;
  yieldedAt: number;
  /** Weights to go back to if the epoch diverges. */
  finiteWeights: Float32Array[];
}

function reasonToStop({ options, best, epoch, loss, validationLoss }: Run): FitResult['stopped'] | undefined {
  const { epochs, patience = Infinity, targetLoss = -Infinity } = options;
  const reached = validationLoss.at(-1) ?? loss.at(-1) ?? Infinity;
  if (reached <= targetLoss) return 'target';
  if (best && epoch - best.epoch >= patience) return 'patience';
  return epoch >= epochs ? 'epochs' : undefined;
}

function finish(run: Run, stopped: FitResult['stopped']): FitResult {
  if (!run.best) return result(run, { stopped });
  writeState(run.task.state, run.best.weights);
  return result(run, { stopped, bestEpoch: run.best.epoch });
}

async function startRun(task: Task, options: FitOptions): Promise<Run> {
  const { checkpoint } = options;
  if (checkpoint) {
    writeState(task.state, checkpoint.weights);
    options.optimizer.restore(checkpoint.optimizer);
  }
  const now = performance.now();
  return {
    task,
    options,
    steps: Math.ceil(task.n / options.batchSize),
    epoch: checkpoint?.epoch ?? 0,
    step: checkpoint?.step ?? 0,
    lossSum: checkpoint?.lossSum ?? 0,
    loss: [...(checkpoint?.loss ?? [])],
    validationLoss: [...(checkpoint?.validationLoss ?? [])],
    gradientNorms: structuredClone(checkpoint?.gradientNorms ?? {}) as Record<string, number[]>,
    best: checkpoint?.best,
    secondsBefore: checkpoint?.seconds ?? 0,
    startedAt: now,
    savedAt: now,
    yieldedAt: now,
    finiteWeights: await readState(task.state),
  };
}

/** The remaining steps of the current epoch. */
async function trainEpoch(run: Run): Promise<End | undefined> {
  const { task, options } = run;
  const order = permutation(task.n, random(options.seed, 'shuffle', run.epoch));
  while (run.step < run.steps) {
    const indices = order.subarray(run.step * options.batchSize, (run.step + 1) * options.batchSize);
    const isLast = run.step === run.steps - 1;
    const rule = { ...options, learningRate: learningRateNow(run) };
    const { loss, gradientNorms } = await trainStep(task, options.optimizer, indices, run, rule, isLast);
    if (!Number.isFinite(loss)) return diverged(run, `the loss became ${loss} in step ${run.step + 1}`);
    for (const [layer, norm] of Object.entries(gradientNorms ?? {}))
      (run.gradientNorms[layer] ??= []).push(norm);
    run.lossSum += loss * indices.length;
    run.step++;
    options.onStep?.(progress(run));
    if (await interrupted(run)) return { stopped: 'aborted' };
  }
  return undefined;
}

function learningRateNow({ epoch, step, steps, options }: Run): number {
  const progress = (epoch * steps + step) / (options.epochs * steps);
  return options.learningRate * schedules[options.schedule ?? 'constant'](progress);
}

const yieldMilliseconds = 50;

/** Saves a checkpoint when it is time, and lets timers and signals through now and then. */
async function interrupted(run: Run): Promise<boolean> {
  const now = performance.now();
  if (now - run.yieldedAt > yieldMilliseconds) {
    await new Promise((resolve) => setTimeout(resolve));
    run.yieldedAt = now;
  }
  const { signal, checkpointMinutes = 1 } = run.options;
  const aborted = signal?.aborted ?? false;
  if (aborted || now - run.savedAt > 60_000 * checkpointMinutes) await saveCheckpoint(run);
  return aborted;
}

async function finishEpoch(run: Run): Promise<End | undefined> {
  await run.task.afterEpoch?.(run.epoch + 1);
  const weights = await readState(run.task.state);
  if (!weights.every((values) => values.every(Number.isFinite)))
    return diverged(run, 'a weight is no longer finite at the end');
  run.finiteWeights = weights;
  run.loss.push(run.lossSum / run.task.n);
  run.epoch++;
  run.step = 0;
  run.lossSum = 0;
  await validate(run);
  await saveCheckpoint(run);
  return undefined;
}

async function validate(run: Run): Promise<void> {
  if (!run.task.validationLoss) return;
  const validationLoss = await run.task.validationLoss();
  run.validationLoss.push(validationLoss);
  if (run.options.patience !== undefined && validationLoss < (run.best?.validationLoss ?? Infinity))
    run.best = { epoch: run.epoch, validationLoss, weights: run.finiteWeights };
}

function diverged(run: Run, what: string): End {
  writeState(run.task.state, run.finiteWeights);
  return { stopped: 'diverged', cause: `${what} of epoch ${run.epoch + 1}` };
}

async function saveCheckpoint(run: Run): Promise<void> {
  run.savedAt = performance.now();
  const { onCheckpoint, optimizer } = run.options;
  if (!onCheckpoint) return;
  const { task, epoch, step, lossSum, best } = run;
  await onCheckpoint({
    ...{ epoch, step, lossSum, ...history(run) },
    weights: step === 0 ? run.finiteWeights : await readState(task.state),
    optimizer: await optimizer.state(),
    ...(best && { best }),
  });
}

function progress(run: Run): Progress {
  const { epoch, step, steps, task } = run;
  const { epochs, batchSize } = run.options;
  const loss = run.lossSum / Math.min(task.n, step * batchSize);
  const secondsLeft = (epochs * task.n - imagesSeen(run)) / imagesPerSecond(run);
  return { epoch, epochs, step, steps, loss, imagesPerSecond: imagesPerSecond(run), secondsLeft };
}

function seconds(run: Run): number {
  return run.secondsBefore + (performance.now() - run.startedAt) / 1000;
}

function imagesSeen({ epoch, step, task, options }: Run): number {
  return epoch * task.n + Math.min(task.n, step * options.batchSize);
}

/** Over all sessions of the run; 0 before the first step. */
function imagesPerSecond(run: Run): number {
  const images = imagesSeen(run);
  return images === 0 ? 0 : images / seconds(run);
}

function result(run: Run, end: End): FitResult {
  return { ...end, ...history(run), imagesPerSecond: imagesPerSecond(run) };
}

function history(run: Run): History {
  const { loss, validationLoss, gradientNorms } = run;
  return { ...structuredClone({ loss, validationLoss, gradientNorms }), seconds: seconds(run) };
}

function assertFitOptions(task: Task, { batchSize, epochs, patience, clipNorm = 1 }: FitOptions): void {
  const whole = (name: string, value: number, least: number) => {
    if (!Number.isInteger(value) || value < least)
      throw new RangeError(`fit: ${name} is ${value}; it must be a whole number of at least ${least}`);
  };
  whole('batchSize', batchSize, 1);
  whole('epochs', epochs, 0);
  whole('number of training images', task.n, 1);
  if (!(clipNorm > 0)) throw new RangeError(`fit: clipNorm is ${clipNorm}; it must be above 0`);
  if (patience === undefined) return;
  whole('patience', patience, 1);
  if (!task.validationLoss)
    throw new RangeError(
      `fit: patience is ${patience} but there are no validation images; hold some training images out`,
    );
}

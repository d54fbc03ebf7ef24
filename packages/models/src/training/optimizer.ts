import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-core';
import {
  add,
  backend,
  div,
  getBackend,
  getKernel,
  mul,
  sqrt,
  square,
  sub,
  tensor,
  tidy,
  variable,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { hasKernel } from '../backend/has-kernel.js';
import type { OptimizerStep } from '../backend/optimizer-step.js';

/** A rule that moves variables against their gradients, with a memory that can be read and put back exactly. */
export interface Optimizer {
  /**
   * Moves each variable once. The gradients are those of `variableGrads`, by the variable's name; a variable without
   * one stays. They are not disposed of.
   *
   * @param learningRate - for this step only, where a schedule says so
   */
  apply(gradients: NamedTensorMap, learningRate?: number): void;
  state(): Promise<OptimizerState>;
  /** @throws RangeError if the state belongs to other variables or another rule */
  restore(state: OptimizerState): void;
  dispose(): void;
}

/** What an optimiser remembers between steps. */
export interface OptimizerState {
  /** Steps taken. */
  readonly step: number;
  /** Per kind of moment, one array for each variable, in the variables' order: names differ between processes. */
  readonly moments: Readonly<Record<string, readonly Float32Array[]>>;
}

export interface AdamOptions {
  /** 0.001 by default. */
  readonly learningRate?: number;
  /** Decay of the mean of gradients; 0.9 by default. */
  readonly beta1?: number;
  /** Decay of the mean of squared gradients; 0.999 by default. */
  readonly beta2?: number;
  /** 1e-8 by default. */
  readonly epsilon?: number;
}

/**
 * Adam: `m ← β₁m + (1−β₁)g`, `v ← β₂v + (1−β₂)g²`, `θ ← θ − η · m̂ / (√v̂ + ε)` with `m̂ = m/(1−β₁ᵗ)`, `v̂ = v/(1−β₂ᵗ)`.
 *
 * ε stands outside the root and beside the corrected v̂, as in the paper and in PyTorch. Keras adds it to the
 * uncorrected √v, so its ε weighs up to 30 times more in the first steps; TensorFlow.js has this formula with 1e-7.
 *
 * @see Kingma and Ba, "Adam: a method for stochastic optimization", 2015
 */
function adam(variables: readonly Variable[], options: AdamOptions = {}): Optimizer {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  return optimizer(variables, learningRate, {
    name: 'adam',
    moments: ['mean', 'square'],
    fused: { kernel: 'AelabAdam', constants: { beta1, beta2, epsilon } },
    update: (gradient, moments, rate, step) => {
      const mean = add(mul(moments['mean'], beta1), mul(gradient, 1 - beta1));
      const meanSquare = add(mul(moments['square'], beta2), mul(square(gradient), 1 - beta2));
      const root = sqrt(mul(meanSquare, 1 / (1 - beta2 ** step)));
      const change = div(mul(mean, rate / (1 - beta1 ** step)), add(root, epsilon));
      return { moments: { mean, square: meanSquare }, change };
    },
  });
}

export interface RmspropOptions {
  /** 0.001 by default. */
  readonly learningRate?: number;
  /** Decay of the mean of squared gradients; 0.9 by default, as in Keras (PyTorch: 0.99). */
  readonly rho?: number;
  /** 1e-8 by default. */
  readonly epsilon?: number;
}

/**
 * RMSProp: `v ← ρv + (1−ρ)g²`, `θ ← θ − η · g / (√v + ε)`.
 *
 * ε stands outside the root, as in PyTorch; TensorFlow.js and Keras 3 have `√(v + ε)`.
 *
 * @see Tieleman and Hinton, "Lecture 6.5: rmsprop", 2012
 */
function rmsprop(variables: readonly Variable[], options: RmspropOptions = {}): Optimizer {
  const { learningRate = 0.001, rho = 0.9, epsilon = 1e-8 } = options;
  return optimizer(variables, learningRate, {
    name: 'rmsprop',
    moments: ['square'],
    fused: { kernel: 'AelabRmsprop', constants: { rho, epsilon } },
    update: (gradient, moments, rate) => {
      const meanSquare = add(mul(moments['square'], rho), mul(square(gradient), 1 - rho));
      const change = div(mul(gradient, rate), add(sqrt(meanSquare), epsilon));
      return { moments: { square: meanSquare }, change };
    },
  });
}

export interface SgdOptions {
  /** 0.01 by default. */
  readonly learningRate?: number;
  /** 0 by default: plain gradient descent. */
  readonly momentum?: number;
}

/** Gradient descent with momentum: `b ← μb + g`, `θ ← θ − η·b`, as in PyTorch. */
function sgd(variables: readonly Variable[], options: SgdOptions = {}): Optimizer {
  const { learningRate = 0.01, momentum = 0 } = options;
  return optimizer(variables, learningRate, {
    name: 'sgd',
    moments: ['velocity'],
    fused: { kernel: 'AelabMomentum', constants: { momentum } },
    update: (gradient, moments, rate) => {
      const velocity = add(mul(moments['velocity'], momentum), gradient);
      return { moments: { velocity }, change: mul(velocity, rate) };
    },
  });
}

export const optimizers = { adam, rmsprop, sgd } as const;
export type OptimizerName = keyof typeof optimizers;

type Moments<T> = Readonly<Record<string, T>>;

interface Rule {
  readonly name: OptimizerName;
  readonly moments: readonly string[];
  /** The same step of all variables at once, in place, where the backend has such a kernel. */
  readonly fused: { readonly kernel: string; readonly constants: Readonly<Record<string, number>> };
  /** The new moments, and what is taken from the variable; the first step has number 1. */
  readonly update: (
    gradient: Tensor,
    moments: Moments<Tensor>,
    learningRate: number,
    step: number,
  ) => { moments: Moments<Tensor>; change: Tensor };
}

/** A variable with its moments. */
interface Slot {
  readonly target: Variable;
  readonly moments: Moments<Variable>;
}

function optimizer(variables: readonly Variable[], defaultRate: number, rule: Rule): Optimizer {
  let step = 0;
  const slots = variables.map((target) => ({ target, moments: zeroMoments(rule, target) }));
  return {
    apply(gradients, learningRate = defaultRate) {
      step++;
      const moving = slots.filter(({ target }) => target.name in gradients);
      if (hasKernel(rule.fused.kernel)) fusedUpdate(rule, moving, gradients, learningRate, step);
      else
        for (const slot of moving) plainUpdate(rule, slot, gradients[slot.target.name], learningRate, step);
    },
    async state() {
      const read = (kind: string) => Promise.all(slots.map(({ moments }) => moments[kind].data<'float32'>()));
      const entries = await Promise.all(rule.moments.map(async (kind) => [kind, await read(kind)] as const));
      return { step, moments: Object.fromEntries(entries) };
    },
    restore(state) {
      assertMatching(rule, variables, state);
      step = state.step;
      for (const kind of rule.moments)
        slots.forEach(({ target, moments }, i) =>
          tidy(() => moments[kind].assign(tensor(state.moments[kind][i], target.shape))),
        );
    },
    dispose: () =>
      slots.forEach(({ moments }) => Object.values(moments).forEach((moment) => moment.dispose())),
  };
}

function zeroMoments(rule: Rule, target: Variable): Moments<Variable> {
  return Object.fromEntries(
    rule.moments.map((kind) => [kind, tidy(() => variable(zerosLike(target), false))]),
  );
}

function plainUpdate(
  rule: Rule,
  { target, moments }: Slot,
  gradient: Tensor,
  rate: number,
  step: number,
): void {
  tidy(() => {
    const next = rule.update(gradient, moments, rate, step);
    for (const kind of rule.moments) moments[kind].assign(next.moments[kind]);
    target.assign(sub(target, next.change));
  });
}

function fusedUpdate(
  { moments, fused }: Rule,
  slots: readonly Slot[],
  gradients: NamedTensorMap,
  rate: number,
  step: number,
): void {
  const changing: Record<string, Variable[]> = { variable: slots.map(({ target }) => target) };
  for (const kind of moments) changing[kind] = slots.map((slot) => slot.moments[kind]);
  Object.values(changing).forEach((variables) => variables.forEach(unshare));
  const gradient = slots.map(({ target }) => gradients[target.name]);
  const call: OptimizerStep = {
    inputs: { ...changing, gradient },
    attrs: { ...fused.constants, learningRate: rate, step },
  };
  const { kernelFunc } = getKernel(fused.kernel, getBackend());
  kernelFunc({ ...(call as unknown as Parameters<typeof kernelFunc>[0]), backend: backend() });
}

/** Gives the variable values of its own, so that a change in place does not reach a clone made before. */
function unshare(shared: Variable): void {
  if (backend().refCount(shared.dataId) > 1) tidy(() => shared.assign(mul(shared, 1)));
}

function assertMatching(rule: Rule, variables: readonly Variable[], { moments }: OptimizerState): void {
  const kinds = Object.keys(moments).join();
  if (kinds !== rule.moments.join())
    throw new RangeError(
      `${rule.name}.restore: the state holds [${kinds}]; ${rule.name} needs [${rule.moments.join()}]`,
    );
  const needed = variables.map(({ size }) => size).join();
  for (const kind of rule.moments) {
    const given = moments[kind].map(({ length }) => length).join();
    if (given !== needed)
      throw new RangeError(
        `${rule.name}.restore: the state's ${kind} has lengths [${given}]; the variables' are [${needed}]`,
      );
  }
}

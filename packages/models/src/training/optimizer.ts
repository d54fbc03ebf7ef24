import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-core';
import { add, div, mul, sqrt, square, sub, tensor, tidy, variable, zerosLike } from '@tensorflow/tfjs-core';

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
  return optimizer(
    'adam',
    variables,
    learningRate,
    ['mean', 'square'],
    (gradient, [mean, square_], rate, step) => {
      const m = add(mul(mean, beta1), mul(gradient, 1 - beta1));
      const v = add(mul(square_, beta2), mul(square(gradient), 1 - beta2));
      const root = sqrt(div(v, 1 - beta2 ** step));
      return { moments: [m, v], change: div(mul(m, rate / (1 - beta1 ** step)), add(root, epsilon)) };
    },
  );
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
  return optimizer('rmsprop', variables, learningRate, ['square'], (gradient, [square_], rate) => {
    const v = add(mul(square_, rho), mul(square(gradient), 1 - rho));
    return { moments: [v], change: div(mul(gradient, rate), add(sqrt(v), epsilon)) };
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
  if (momentum === 0)
    return optimizer('sgd', variables, learningRate, [], (gradient, _, rate) => ({
      moments: [],
      change: mul(gradient, rate),
    }));
  return optimizer('sgd', variables, learningRate, ['velocity'], (gradient, [velocity], rate) => {
    const b = add(mul(velocity, momentum), gradient);
    return { moments: [b], change: mul(b, rate) };
  });
}

export const optimizers = { adam, rmsprop, sgd } as const;
export type OptimizerName = keyof typeof optimizers;

/** The new moments, and what is taken from the variable. `step` is 1 in the first step. */
type Rule = (
  gradient: Tensor,
  moments: readonly Tensor[],
  learningRate: number,
  step: number,
) => { moments: Tensor[]; change: Tensor };

function optimizer(
  rule: OptimizerName,
  variables: readonly Variable[],
  defaultRate: number,
  kinds: readonly string[],
  update: Rule,
): Optimizer {
  let step = 0;
  const slots = variables.map((target) => ({
    target,
    moments: kinds.map(() => tidy(() => variable(zerosLike(target), false))),
  }));
  return {
    apply(gradients, learningRate = defaultRate) {
      step++;
      for (const { target, moments } of slots) {
        const gradient = gradients[target.name] as Tensor | undefined;
        if (!gradient) continue;
        tidy(() => {
          const next = update(gradient, moments, learningRate, step);
          moments.forEach((moment, i) => moment.assign(next.moments[i]));
          target.assign(sub(target, next.change));
        });
      }
    },
    async state() {
      const read = (i: number) => Promise.all(slots.map(async ({ moments }) => moments[i].data<'float32'>()));
      const moments = await Promise.all(kinds.map(async (kind, i) => [kind, await read(i)] as const));
      return { step, moments: Object.fromEntries(moments) };
    },
    restore(state) {
      assertMatching(rule, variables, kinds, state);
      step = state.step;
      kinds.forEach((kind, k) =>
        slots.forEach(({ target, moments }, i) =>
          tidy(() => moments[k].assign(tensor(state.moments[kind][i], target.shape))),
        ),
      );
    },
    dispose: () => slots.forEach(({ moments }) => moments.forEach((moment) => moment.dispose())),
  };
}

function assertMatching(
  rule: OptimizerName,
  variables: readonly Variable[],
  kinds: readonly string[],
  { moments }: OptimizerState,
): void {
  const needed = variables.map(({ size }) => size).join();
  if (Object.keys(moments).join() !== kinds.join())
    throw new RangeError(
      `${rule}.restore: the state holds [${Object.keys(moments).join()}]; ${rule} needs [${kinds.join()}]`,
    );
  for (const kind of kinds) {
    const given = moments[kind].map(({ length }) => length).join();
    if (given !== needed)
      throw new RangeError(
        `${rule}.restore: the state's ${kind} has lengths [${given}]; the variables' are [${needed}]`,
      );
  }
}

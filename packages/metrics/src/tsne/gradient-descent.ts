/** What a descent minimises. */
export interface Objective {
  /** Fills the gradient at an embedding, both row-major `[n, dimensions]`, the attraction times `exaggeration`. */
  readonly fillGradient: (embedding: Float64Array, exaggeration: number, gradient: Float64Array) => void;
  /** KL(P ‖ Q), not exaggerated, at the embedding of the last gradient. */
  readonly klDivergence: (embedding: Float64Array) => number;
}

/** A part of a descent with its own settings; gains and velocities start anew. */
export interface Phase {
  readonly iterations: number;
  readonly momentum: number;
  readonly exaggeration: number;
  readonly learningRate: number;
  /** It ends early once the divergence has not fallen for more iterations than this, */
  readonly patience: number;
  /** or when the length of the gradient times its gains is no more than this. */
  readonly minGradientNorm: number;
}

/** Where a descent stands: every 50 iterations and at the end of each phase. */
export interface TsneProgress {
  readonly iteration: number;
  readonly iterations: number;
  readonly klDivergence: number;
  readonly gradientNorm: number;
  /** The map as it is now, row-major `[n, dimensions]`; it goes on changing, so copy it to keep it. */
  readonly embedding: Float64Array;
}

export interface DescentHooks {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: TsneProgress) => void) | undefined;
}

/**
 * Gradient descent with momentum and a gain per coordinate, in place, one phase after another, as in scikit-learn. It
 * gives way to other work every tenth of a second, so that a page stays alive and a signal is heard.
 *
 * @returns the last divergence, and the iterations done
 * @throws the signal's reason once it is aborted
 */
export async function descend(
  embedding: Float64Array,
  objective: Objective,
  phases: readonly Phase[],
  { signal, onProgress }: DescentHooks,
): Promise<{ klDivergence: number; iterations: number }> {
  const iterations = phases.reduce((total, phase) => total + phase.iterations, 0);
  const giveWay = pacer(signal);
  let planned = 0;
  let iteration = 0;
  let klDivergence = NaN;
  for (const phase of phases) {
    planned += phase.iterations;
    const motion = atRest(embedding.length);
    const best = { klDivergence: Infinity, iteration };
    while (iteration < planned) {
      await giveWay();
      objective.fillGradient(embedding, phase.exaggeration, motion.gradient);
      const check = ++iteration % 50 === 0 || iteration === planned;
      if (check) klDivergence = objective.klDivergence(embedding);
      const gradientNorm = move(embedding, motion, phase);
      if (!check) continue;
      onProgress?.({ iteration, iterations, klDivergence, gradientNorm, embedding });
      if (klDivergence < best.klDivergence) Object.assign(best, { klDivergence, iteration });
      if (iteration - best.iteration > phase.patience || gradientNorm <= phase.minGradientNorm) break;
    }
  }
  return { klDivergence, iterations: iteration };
}

export interface Motion {
  readonly gradient: Float64Array;
  readonly velocity: Float64Array;
  readonly gains: Float64Array;
}

export function atRest(length: number): Motion {
  return {
    gradient: new Float64Array(length),
    velocity: new Float64Array(length),
    gains: new Float64Array(length).fill(1),
  };
}

/** One step. A gain grows while its coordinate keeps its direction and shrinks when it turns back (Jacobs 1988). */
export function move(
  embedding: Float64Array,
  motion: Motion,
  { momentum, learningRate }: Pick<Phase, 'momentum' | 'learningRate'>,
): number {
  const { gradient, velocity, gains } = motion;
  let squaredNorm = 0;
  for (let e = 0; e < embedding.length; e++) {
    const onward = velocity[e] * gradient[e] < 0;
    gains[e] = Math.max(0.01, onward ? gains[e] + 0.2 : gains[e] * 0.8);
    const slope = gains[e] * gradient[e];
    velocity[e] = momentum * velocity[e] - learningRate * slope;
    embedding[e] += velocity[e];
    squaredNorm += slope * slope;
  }
  return Math.sqrt(squaredNorm);
}

/** A function to await often: it throws if the signal is aborted, and lets other work run every tenth of a second. */
export function pacer(signal: AbortSignal | undefined): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last > 100) {
      await new Promise((resolve) => setTimeout(resolve));
      last = performance.now();
    }
    signal?.throwIfAborted();
  };
}

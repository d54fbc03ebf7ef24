/** Latents kept as they are, or as the nearest binary16. */
export interface FloatQuantiser {
  readonly precision: 'float32' | 'float16';
}

/**
 * Latents as whole numbers: latent `d` has the value `offset + step · level`, with `steps[d mod steps.length]` and
 * `offsets[d mod offsets.length]`.
 *
 * `uniform` levels have tables fitted on training latents, `learned` ones have the tables of the model's own prior; the
 * bytes are of one form.
 */
export interface IntegerQuantiser {
  readonly precision: 'uniform' | 'learned';
  /** Positive; as many as divide the latent size: 1 for all, one per channel, one per latent. */
  readonly steps: Float32Array;
  /** The value of level 0; as many as divide the latent size. */
  readonly offsets: Float32Array;
}

export type Quantiser = FloatQuantiser | IntegerQuantiser;

export function isInteger(quantiser: Quantiser): quantiser is IntegerQuantiser {
  return quantiser.precision === 'uniform' || quantiser.precision === 'learned';
}

/** Levels lie within ±2²⁸, so that what is computed from them is exact. */
export const GREATEST_LEVEL = 2 ** 28;

/**
 * A uniform quantiser of one step or several, checked.
 *
 * @param steps - one positive width for all latents, or as many as divide the latent size
 * @param offsets - the value of level 0, by default 0
 * @throws RangeError if a step is not positive or a number not finite in float32
 * @example
 * uniformQuantiser(0.5).steps; // [0.5]
 */
export function uniformQuantiser(
  steps: number | ArrayLike<number>,
  offsets: number | ArrayLike<number> = 0,
): IntegerQuantiser {
  const quantiser: IntegerQuantiser = {
    precision: 'uniform',
    steps: float32(steps),
    offsets: float32(offsets),
  };
  assertQuantiser('uniformQuantiser', quantiser);
  return quantiser;
}

function float32(values: number | ArrayLike<number>): Float32Array {
  return typeof values === 'number' ? Float32Array.of(values) : Float32Array.from(values);
}

export function assertQuantiser(caller: string, { steps, offsets }: IntegerQuantiser): void {
  const step = steps.findIndex((value) => !(value > 0 && value < Infinity));
  if (step >= 0 || steps.length === 0)
    throw new RangeError(
      `${caller}: step ${step} is ${steps[step]}; steps must be positive and finite in float32`,
    );
  const offset = offsets.findIndex((value) => !Number.isFinite(value));
  if (offset >= 0 || offsets.length === 0)
    throw new RangeError(
      `${caller}: offset ${offset} is ${offsets[offset]}; offsets must be finite in float32`,
    );
}

/**
 * The level nearest to each latent: `round((latent − offset) / step)`, halves upwards.
 *
 * This is the plain rounding for which a model trained with uniform noise is made; {@link chooseLevels} spends
 * fewer bits on the same error.
 *
 * @param latents - n · latentSize values, image by image
 * @returns as many levels
 * @throws RangeError if a latent is not finite, or its level is beyond ±2²⁸
 * @example
 * quantise(Float32Array.of(0.2, -1.3, 0.25), uniformQuantiser(0.5)); // [0, -3, 1]
 */
export function quantise(latents: Float32Array, quantiser: IntegerQuantiser): Int32Array {
  const { steps, offsets } = quantiser;
  const levels = new Int32Array(latents.length);
  for (let i = 0; i < latents.length; i++) {
    const level = Math.floor((latents[i] - offsets[i % offsets.length]) / steps[i % steps.length] + 0.5);
    if (!(Math.abs(level) <= GREATEST_LEVEL))
      throw new RangeError(
        `quantise: latent ${i} is ${latents[i]}, which makes level ${level}; levels lie within ±2^28 (use a greater step)`,
      );
    levels[i] = level;
  }
  return levels;
}

/**
 * The latents that levels stand for, `offset + step · level`, rounded once to float32: the same on every machine.
 *
 * @example
 * dequantise(Int32Array.of(0, -3, 1), uniformQuantiser(0.5)); // [0, -1.5, 0.5]
 */
export function dequantise(levels: Int32Array, quantiser: IntegerQuantiser): Float32Array {
  const { steps, offsets } = quantiser;
  const latents = new Float32Array(levels.length);
  for (let i = 0; i < levels.length; i++)
    latents[i] = offsets[i % offsets.length] + steps[i % steps.length] * levels[i];
  return latents;
}

/** Halvings of the logarithmic range: a thousandfold range is narrowed down to 0.04 % of the step. */
const HALVINGS = 14;

type Measure = (step: number) => number | Promise<number>;

/**
 * The coarsest step whose distortion does not exceed a target.
 *
 * Distortion must be measured on **reconstructions**: quantise with the step, decode, compare. Choose the step on training
 * or validation images; a step chosen on the test set has seen it.
 *
 * @param distortionAt - the distortion at a step, which grows with it; for steps of unequal width, scale them all by it
 * @param target - the most distortion allowed
 * @param range - the finest and the coarsest step considered
 * @returns a step in the range, whose distortion is at most the target
 * @throws RangeError if even the finest step has more distortion, so that it is the model's own
 * @example
 * (await stepForDistortion((step) => step ** 2 / 12, 0.03, [0.01, 10])).toFixed(2); // '0.60'
 */
export async function stepForDistortion(
  distortionAt: Measure,
  target: number,
  [finest, coarsest]: readonly [finest: number, coarsest: number],
): Promise<number> {
  const atFinest = await distortionAt(finest);
  if (!(atFinest <= target))
    throw new RangeError(
      `stepForDistortion: the finest step ${finest} already has distortion ${atFinest}; a target of ${target} is out of reach (quantisation is not what costs it)`,
    );
  return bisect(finest, coarsest, async (step) => (await distortionAt(step)) <= target);
}

/**
 * The finest step whose size does not exceed a target.
 *
 * @param sizeAt - the size at a step, which falls as it grows: real bytes of a file, or bits
 * @param target - the greatest size allowed
 * @param range - the finest and the coarsest step considered
 * @returns a step in the range, whose size is at most the target
 * @throws RangeError if even the coarsest step takes more
 * @example
 * (await stepForSize((step) => 100 / step, 50, [0.01, 10])).toFixed(2); // '2.00'
 */
export async function stepForSize(
  sizeAt: Measure,
  target: number,
  [finest, coarsest]: readonly [finest: number, coarsest: number],
): Promise<number> {
  const atCoarsest = await sizeAt(coarsest);
  if (!(atCoarsest <= target))
    throw new RangeError(
      `stepForSize: the coarsest step ${coarsest} still takes ${atCoarsest}; a target of ${target} is out of reach (allow a coarser step)`,
    );
  return bisect(coarsest, finest, async (step) => (await sizeAt(step)) <= target);
}

/** From a step that passes towards one that may not: the last that does, halving their ratio. */
async function bisect(
  passing: number,
  other: number,
  passes: (step: number) => Promise<boolean>,
): Promise<number> {
  if (await passes(other)) return other;
  let [good, bad] = [passing, other];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = Math.sqrt(good * bad);
    if (await passes(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

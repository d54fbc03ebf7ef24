/**
 * The never-falling sequence nearest to `values` in (weighted) squared distance, by pooling neighbours that fall.
 *
 * The distance that is left says how far figures are from monotone: 0 if they never fall. For a never-rising fit, negate
 * the values and the result.
 *
 * @param values - in the order of what they should rise with
 * @param weights - above 0, one per value; all 1 unless told
 * @throws RangeError if there are not as many weights as values, or one is not above 0
 * @example
 * isotonicFit([1, 3, 2, 4]); // [1, 2.5, 2.5, 4]
 * @see Barlow, Bartholomew, Bremner and Brunk, "Statistical inference under order restrictions", 1972
 */
export function isotonicFit(values: ArrayLike<number>, weights?: ArrayLike<number>): Float64Array {
  assertWeights(values, weights);
  const blocks: { mean: number; weight: number; length: number }[] = [];
  for (let i = 0; i < values.length; i++) {
    let block = { mean: values[i], weight: weights ? weights[i] : 1, length: 1 };
    for (let last = blocks.at(-1); last && last.mean >= block.mean; last = blocks.at(-1)) {
      const weight = last.weight + block.weight;
      const mean = (last.mean * last.weight + block.mean * block.weight) / weight;
      block = { mean, weight, length: last.length + block.length };
      blocks.pop();
    }
    blocks.push(block);
  }
  return Float64Array.from(blocks.flatMap(({ mean, length }) => Array<number>(length).fill(mean)));
}

function assertWeights(values: ArrayLike<number>, weights: ArrayLike<number> | undefined): void {
  if (!weights) return;
  if (weights.length !== values.length)
    throw new RangeError(
      `isotonicFit: there are ${values.length} values and ${weights.length} weights; each value needs one`,
    );
  const bad = Array.from(weights).findIndex((weight) => !(weight > 0));
  if (bad >= 0) throw new RangeError(`isotonicFit: weight ${bad} is ${weights[bad]}; all must be above 0`);
}

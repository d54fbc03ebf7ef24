/**
 * Holm's correction of p-values for having made several tests: reject where the corrected value is at most α, and the
 * chance of even one false rejection is at most α, whatever the tests share.
 *
 * @param pValues - of all tests that were made, not only of those that came out well
 * @returns corrected p-values in the same order, at most 1
 * @throws RangeError if one is not a probability
 * @example
 * holm([0.01, 0.04, 0.03]); // [0.03, 0.06, 0.06]
 * @see Holm, "A simple sequentially rejective multiple test procedure", 1979
 */
export function holm(pValues: readonly number[]): number[] {
  const bad = pValues.findIndex((p) => !(p >= 0 && p <= 1));
  if (bad >= 0)
    throw new RangeError(`holm: p-value ${bad} is ${pValues[bad]}; all must be probabilities from 0 to 1`);
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b]);
  const corrected = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((test, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[test]));
    corrected[test] = largest;
  });
  return corrected;
}

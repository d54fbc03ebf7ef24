/**
 * Probability that a standard normal number is at most `x`, to 14 digits in both tails.
 *
 * @example
 * normalCdf(1.959963984540054); // 0.975
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return NaN;
  const tail = upperTail(Math.abs(x));
  return x > 0 ? 1 - tail : tail;
}

/** Density of the standard normal distribution. */
function density(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** P(X > z), z ≥ 0: the power series near the centre, Laplace's continued fraction of the Mills ratio beyond. */
function upperTail(z: number): number {
  if (z > 2) {
    let fraction = z;
    for (let k = 200; k >= 1; k--) fraction = z + k / fraction;
    return density(z) / fraction;
  }
  let term = z;
  let sum = z;
  for (let k = 3; term > 1e-18; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 - density(z) * sum;
}

/**
 * The number that a standard normal one stays below with probability `p`: the inverse of {@link normalCdf}.
 *
 * @param p - 0 gives `-Infinity`, 1 gives `Infinity`
 * @throws RangeError if p is not a probability
 * @example
 * normalQuantile(0.975); // 1.95996
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1))
    throw new RangeError(`normalQuantile: p is ${p}; it must be a probability from 0 to 1`);
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return -Infinity;
  let x = roughLowerQuantile(p);
  for (let step = 0; step < 3; step++) {
    const u = (normalCdf(x) - p) / density(x);
    x -= u / (1 + (x * u) / 2); // Halley
  }
  return x;
}

/** Abramowitz and Stegun 26.2.23, to 4.5e-4, for p ≤ ½. */
function roughLowerQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p));
  return (
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
  );
}

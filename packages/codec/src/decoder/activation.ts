/**
 * The activations that a decoder may have. `reach`: beyond ±reach float32 tells the function from its asymptote no more;
 * Infinity where that never comes.
 */
const ACTIVATIONS = {
  linear: { of: (x: number) => x, reach: Infinity },
  relu: { of: (x: number) => Math.max(x, 0), reach: Infinity },
  sigmoid: { of: (x: number) => 1 / (1 + Math.exp(-x)), reach: 16 },
  tanh: { of: (x: number) => Math.tanh(x), reach: 8 },
  elu: { of: (x: number) => (x > 0 ? x : Math.expm1(x)), reach: Infinity },
  selu: {
    of: (x: number) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
    reach: Infinity,
  },
  swish: { of: (x: number) => x / (1 + Math.exp(-x)), reach: Infinity },
  softplus: { of: (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), reach: Infinity },
} as const;

export type Activation = keyof typeof ACTIVATIONS;

export function activate(activation: Activation, x: number): number {
  return ACTIVATIONS[activation].of(x);
}

export function reachOf(activation: Activation): number {
  return ACTIVATIONS[activation].reach;
}

/** Knots of a table: 2⁶ apart from −2¹⁵ to 2¹⁵. */
export const KNOTS = 1025;

/**
 * The activation as a table of 16-bit numbers: knot `k` is its value at `(64 k − 2¹⁵) · 2^−before`, times `2^after`, rounded
 * and limited to ±32,767.
 */
export function activationTable(activation: Activation, before: number, after: number): Int16Array {
  return Int16Array.from({ length: KNOTS }, (_, k) => {
    const value = activate(activation, (64 * k - 32768) * 2 ** -before) * 2 ** after;
    return Math.max(-32767, Math.min(32767, Math.round(value)));
  });
}

/** The straight line between the two knots around `x`, a whole number in [−2¹⁵, 2¹⁵); rounded to the nearest, halves up. */
export function interpolated(table: Int16Array, x: number): number {
  const place = x + 32768;
  const knot = place >> 6;
  return table[knot] + (((table[knot + 1] - table[knot]) * (place & 63) + 32) >> 6);
}

/** A smooth curve through points (or near them), as cubic polynomials piece by piece. */
export interface Curve {
  /** Ends of the pieces, rising. */
  readonly knots: readonly number[];
  /** For each piece, the coefficients of `a + b·t + c·t² + d·t³`, t counted from its left knot. */
  readonly pieces: readonly (readonly [a: number, b: number, c: number, d: number])[];
}

/** `cubic`: one polynomial for all points; `pchip`: keeps to the monotony of the points; `akima`: follows them with least swing. */
export type Interpolation = 'cubic' | 'pchip' | 'akima';

/** The curve through points with rising x; with `cubic` and more than 4 points, the nearest in squared distance. */
export function curveThrough(
  x: readonly number[],
  y: readonly number[],
  interpolation: Interpolation,
): Curve {
  if (interpolation === 'cubic') return cubicPolynomial(x, y);
  const slopes = x.slice(1).map((right, i) => (y[i + 1] - y[i]) / (right - x[i]));
  if (slopes.length === 1) return hermite(x, y, [slopes[0], slopes[0]]);
  return hermite(x, y, interpolation === 'pchip' ? pchipSlopes(x, slopes) : akimaSlopes(slopes));
}

/** Value of the curve; the first and last pieces go on beyond their ends. */
export function valueAt({ knots, pieces }: Curve, x: number): number {
  let piece = 0;
  while (piece < pieces.length - 1 && x > knots[piece + 1]) piece++;
  const [a, b, c, d] = pieces[piece];
  const t = x - knots[piece];
  return a + t * (b + t * (c + t * d));
}

/** Exact integral of the curve between two places within its ends. */
export function integral({ knots, pieces }: Curve, from: number, to: number): number {
  return pieces.reduce((sum, [a, b, c, d], i) => {
    const antiderivative = (x: number) => {
      const t = Math.min(Math.max(x, knots[i]), knots[i + 1]) - knots[i];
      return t * (a + t * (b / 2 + t * (c / 3 + (t * d) / 4)));
    };
    return sum + antiderivative(to) - antiderivative(from);
  }, 0);
}

function hermite(x: readonly number[], y: readonly number[], slopes: readonly number[]): Curve {
  const pieces = x.slice(1).map((right, i) => {
    const h = right - x[i];
    const secant = (y[i + 1] - y[i]) / h;
    const bend = (slopes[i] + slopes[i + 1] - 2 * secant) / h;
    return [y[i], slopes[i], (secant - slopes[i]) / h - bend, bend / h] as const;
  });
  return { knots: x, pieces };
}

/** Fritsch and Butland's weighted harmonic means inside, one-sided three-point slopes at the ends. */
function pchipSlopes(x: readonly number[], slopes: readonly number[]): number[] {
  const steps = x.slice(1).map((right, i) => right - x[i]);
  const inner = slopes.slice(1).map((after, i) => {
    const before = slopes[i];
    if (!(before * after > 0)) return 0;
    const w1 = 2 * steps[i + 1] + steps[i];
    const w2 = steps[i + 1] + 2 * steps[i];
    return (w1 + w2) / (w1 / before + w2 / after);
  });
  const [last, beforeLast] = [slopes.length - 1, slopes.length - 2];
  return [
    endSlope(steps[0], steps[1], slopes[0], slopes[1]),
    ...inner,
    endSlope(steps[last], steps[beforeLast], slopes[last], slopes[beforeLast]),
  ];
}

function endSlope(h0: number, h1: number, m0: number, m1: number): number {
  const slope = ((2 * h0 + h1) * m0 - h0 * m1) / (h0 + h1);
  if (Math.sign(slope) !== Math.sign(m0)) return 0;
  return Math.sign(m0) !== Math.sign(m1) && Math.abs(slope) > 3 * Math.abs(m0) ? 3 * m0 : slope;
}

function akimaSlopes(slopes: readonly number[]): number[] {
  const [first, last] = [slopes[0], slopes[slopes.length - 1]];
  const before = 2 * first - slopes[1];
  const after = 2 * last - slopes[slopes.length - 2];
  const m = [2 * before - first, before, ...slopes, after, 2 * after - last];
  const bend = m.slice(1).map((slope, i) => Math.abs(slope - m[i]));
  const totals = bend.slice(2).map((b, i) => b + bend[i]);
  const negligible = 1e-9 * Math.max(...totals);
  return totals.map((total, i) =>
    total > negligible ? m[i + 1] + (bend[i] / total) * (m[i + 2] - m[i + 1]) : (m[i] + m[i + 3]) / 2,
  );
}

/** Least squares in Legendre polynomials over the range of x, which keeps the equations well conditioned. */
function cubicPolynomial(x: readonly number[], y: readonly number[]): Curve {
  const [lo, hi] = [x[0], x[x.length - 1]];
  const rows = x.map((value) => {
    const u = (2 * (value - lo)) / (hi - lo) - 1;
    return [1, u, (3 * u * u - 1) / 2, (5 * u ** 3 - 3 * u) / 2];
  });
  const [p0, p1, p2, p3] = leastSquares(rows, y);
  const scale = 2 / (hi - lo);
  // In powers of u, then of t = x − lo, where u = scale·t − 1.
  const [c0, c1, c2, c3] = [p0 - p2 / 2, p1 - 1.5 * p3, 1.5 * p2, 2.5 * p3];
  return {
    knots: [lo, hi],
    pieces: [
      [c0 - c1 + c2 - c3, (c1 - 2 * c2 + 3 * c3) * scale, (c2 - 3 * c3) * scale ** 2, c3 * scale ** 3],
    ],
  };
}

/** Modified Gram–Schmidt on the columns of `[rows | y]`, then back substitution. */
function leastSquares(rows: readonly number[][], y: readonly number[]): number[] {
  const columns = [0, 1, 2, 3].map((k) => rows.map((row) => row[k]));
  const rest = [...y];
  const r = columns.map(() => new Array<number>(4).fill(0));
  const projections = columns.map((column, k) => {
    r[k][k] = Math.hypot(...column);
    const unit = column.map((v) => v / r[k][k]);
    for (let j = k + 1; j < 4; j++) r[k][j] = removeProjection(unit, columns[j]);
    return removeProjection(unit, rest);
  });
  const solution = new Array<number>(4).fill(0);
  for (let k = 3; k >= 0; k--)
    solution[k] =
      (projections[k] - r[k].reduce((sum, v, j) => (j > k ? sum + v * solution[j] : sum), 0)) / r[k][k];
  return solution;
}

/** Takes out of `vector`, in place, its part along `unit`; gives back how much that was. */
function removeProjection(unit: readonly number[], vector: number[]): number {
  const amount = unit.reduce((sum, u, i) => sum + u * vector[i], 0);
  unit.forEach((u, i) => (vector[i] -= amount * u));
  return amount;
}

import { gramMatrix } from '@aelab/kernels';
import { dimensionsOf } from '../points.js';
import type { Points } from '../points.js';
import { leadingEigen } from './leading-eigen.js';
import type { SymmetricOperator } from './leading-eigen.js';
import { addRows, emptyMoments, scatterAbout } from './moments.js';
import type { Moments } from './moments.js';
import { combinations, innerProducts, transposed } from './row-products.js';
import type { Eigen } from './symmetric-eigen.js';
import { fixSigns, symmetricEigen } from './symmetric-eigen.js';

/** The directions in which points spread most about a centre. */
export interface Axes {
  readonly centre: Float64Array;
  /** `[k, d]`, orthonormal rows. */
  readonly axes: Float64Array;
  /** Sum over the points of the squared distance from the centre along each axis, largest first. */
  readonly spread: Float64Array;
  /** The same over all directions. */
  readonly totalSpread: number;
}

/** Beyond this many coordinates their `[d, d]` scatter matrix (134 MB) is not formed. */
export const mostColumns = 4096;

/** With more points their `[n, n]` inner products (288 MB) are not formed. */
const mostPoints = 6000;

/** The k principal axes of points about their mean, or about a number that stands for every coordinate. */
export function principalAxes(points: Points, k: number, about: 'mean' | number): Axes {
  const d = dimensionsOf(points);
  if (d > mostColumns) {
    const centre = about === 'mean' ? columnMeans(points, d) : new Float64Array(d).fill(about);
    return axesOfSamples(points, k, centre) ?? axesByPasses(points, k, centre);
  }
  const moments = emptyMoments(d);
  addRows(moments, points.data);
  return axesOfMoments(moments, k, about);
}

/** From sums over the points, by the eigenvectors of their scatter matrix. */
export function axesOfMoments(moments: Moments, k: number, about: 'mean' | number): Axes {
  const { n, d, sum } = moments;
  const centre = sum.map((total) => (about === 'mean' ? total / n : about));
  const scatter = scatterAbout(moments, centre);
  const { values, vectors } = eigenOf(scatter, d, k);
  const spread = values.map((value) => Math.max(0, value));
  return { centre, axes: signed(vectors, d), spread, totalSpread: trace(scatter, d) };
}

function eigenOf(matrix: Float64Array, d: number, k: number): Eigen {
  return k <= d / 4
    ? leadingEigen((rows) => innerProducts(rows, matrix, d), d, k)
    : symmetricEigen(matrix, d, k);
}

function trace(matrix: Float64Array, d: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) sum += matrix[i * d + i];
  return sum;
}

/**
 * By the inner products between the points: along each axis they spread as the scatter matrix says. Nothing if there
 * are too many points, or they do not span k axes.
 */
function axesOfSamples(points: Points, k: number, centre: Float64Array): Axes | undefined {
  const n = points.shape[0];
  if (n > mostPoints) return undefined;
  const products = centredProducts(points, centre);
  const { values: spread, vectors } = eigenOf(products, n, k);
  if (spread[k - 1] <= 1e-10 * spread[0]) return undefined;
  const weights = vectors.map((value, e) => value / Math.sqrt(spread[Math.floor(e / n)]));
  const axes = new Float64Array(k * centre.length);
  forEachCentredBlock(points, centre, (rows, start) => {
    const count = rows.length / centre.length;
    const ofBlock = Float64Array.from(
      { length: k * count },
      (_, e) => weights[Math.floor(e / count) * n + start + (e % count)],
    );
    const added = combinations(ofBlock, rows, centre.length);
    for (let e = 0; e < axes.length; e++) axes[e] += added[e];
  });
  return { centre, axes: signed(axes, centre.length), spread, totalSpread: trace(products, n) };
}

/** `(x − c)·(y − c)` for each pair of points, `[n, n]`. */
function centredProducts({ data, shape }: Points, centre: Float64Array): Float64Array {
  const [n, d] = [shape[0], centre.length];
  const products =
    data instanceof Float64Array ? innerProducts(data, data, d) : gramMatrix(transposed(data, n, d), d, n);
  const along = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) along[i] += data[i * d + j] * centre[j];
  const constant = centre.reduce((sum, value) => sum + value * value, 0);
  for (let i = 0, e = 0; i < n; i++)
    for (let j = 0; j < n; j++, e++) products[e] += constant - along[i] - along[j];
  return products;
}

/** By passes over the points, without their scatter matrix: memory for some hundred vectors of d coordinates. */
function axesByPasses(points: Points, k: number, centre: Float64Array): Axes {
  const d = centre.length;
  const { values, vectors } = leadingEigen(scatterOperator(points, centre), d, k);
  let totalSpread = 0;
  forEachCentredBlock(points, centre, (rows) => (totalSpread += sumOfSquares(rows)));
  return { centre, axes: signed(vectors, d), spread: values.map((value) => Math.max(0, value)), totalSpread };
}

function signed(vectors: Float64Array, d: number): Float64Array {
  fixSigns(vectors, d);
  return vectors;
}

function columnMeans({ data, shape }: Points, d: number): Float64Array {
  const sum = new Float64Array(d);
  for (let e = 0; e < data.length; e++) sum[e % d] += data[e];
  return sum.map((total) => total / shape[0]);
}

/** Multiplies by `Σ (x − c)(x − c)ᵀ`, one block of points after another. */
function scatterOperator(points: Points, centre: Float64Array): SymmetricOperator {
  const d = centre.length;
  return (vectors) => {
    const product = new Float64Array(vectors.length);
    forEachCentredBlock(points, centre, (rows) => {
      const added = combinations(innerProducts(vectors, rows, d), rows, d);
      for (let e = 0; e < product.length; e++) product[e] += added[e];
    });
    return product;
  };
}

function forEachCentredBlock(
  { data, shape }: Points,
  centre: Float64Array,
  visit: (rows: Float64Array, start: number) => void,
): void {
  const d = centre.length;
  for (let start = 0; start < shape[0]; start += 64) {
    const rows = Float64Array.from(data.subarray(start * d, (start + 64) * d));
    for (let e = 0; e < rows.length; e++) rows[e] -= centre[e % d];
    visit(rows, start);
  }
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

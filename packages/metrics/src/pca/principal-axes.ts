import { dimensionsOf } from '../points.js';
import type { Points } from '../points.js';
import { leadingEigen } from './leading-eigen.js';
import type { SymmetricOperator } from './leading-eigen.js';
import { addRows, emptyMoments, scatterAbout } from './moments.js';
import type { Moments } from './moments.js';
import { combinations, innerProducts } from './row-products.js';
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

/** The k principal axes of points about their mean, or about a number that stands for every coordinate. */
export function principalAxes(points: Points, k: number, about: 'mean' | number): Axes {
  const d = dimensionsOf(points);
  if (d > mostColumns) return axesByPasses(points, k, about);
  const moments = emptyMoments(d);
  addRows(moments, points.data);
  return axesOfMoments(moments, k, about);
}

/** From sums over the points, by the eigenvectors of their scatter matrix. */
export function axesOfMoments(moments: Moments, k: number, about: 'mean' | number): Axes {
  const { n, d, sum } = moments;
  const centre = sum.map((total) => (about === 'mean' ? total / n : about));
  const scatter = scatterAbout(moments, centre);
  const { values, vectors } =
    k <= d / 4
      ? leadingEigen((rows) => innerProducts(rows, scatter, d), d, k)
      : symmetricEigen(scatter, d, k);
  let totalSpread = 0;
  for (let i = 0; i < d; i++) totalSpread += scatter[i * d + i];
  return { centre, axes: signed(vectors, d), spread: values.map((value) => Math.max(0, value)), totalSpread };
}

/** By passes over the points, without their scatter matrix: memory for some hundred vectors of d coordinates. */
function axesByPasses(points: Points, k: number, about: 'mean' | number): Axes {
  const d = dimensionsOf(points);
  const centre = about === 'mean' ? columnMeans(points, d) : new Float64Array(d).fill(about);
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
  visit: (rows: Float64Array) => void,
): void {
  const d = centre.length;
  for (let start = 0; start < shape[0]; start += 16) {
    const rows = Float64Array.from(data.subarray(start * d, (start + 16) * d));
    for (let e = 0; e < rows.length; e++) rows[e] -= centre[e % d];
    visit(rows);
  }
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

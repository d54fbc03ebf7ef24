import { assertPoints, dimensionsOf, type Points } from '../points.js';
import { imagesByClass } from '../classes/images-by-class.js';
import { centreOf, scatterOf } from './covariance.js';

/** Latents of images whose class is known. */
export interface LabelledLatents {
  /** `[n, d]` */
  readonly latents: Points;
  /** One class number per image, from 0. */
  readonly labels: ArrayLike<number>;
}

/**
 * Accuracy of a linear classifier on latents: how much of the classes a straight cut can find in them. Ridge
 * regression on ±1 for each class (penalty 1, intercept free), the largest output wins: deterministic, in closed form.
 *
 * Latents of the training images go into `train`, or the figure flatters.
 *
 * @param train - what the classifier learns from
 * @param test - what it is judged on
 * @param nClasses - classes that labels count
 * @returns 0 to 1; higher is better
 * @throws RangeError if labels do not fit, dimensions differ, or a set is empty
 * @example
 * const latents = { data: new Float32Array([0, 1, 8, 9]), shape: [4, 1] } as const;
 * const set = { latents, labels: [0, 0, 1, 1] };
 * linearProbeAccuracy(set, set, 2); // 1
 * @see Alain and Bengio, "Understanding intermediate layers using linear classifier probes", 2016
 */
export function linearProbeAccuracy(train: LabelledLatents, test: LabelledLatents, nClasses: number): number {
  assertLabelled('train', train, nClasses);
  assertLabelled('test', test, nClasses);
  const d = dimensionsOf(train.latents);
  if (dimensionsOf(test.latents) !== d)
    throw new RangeError(
      `linearProbeAccuracy: train latents have ${d} units and test latents ${dimensionsOf(test.latents)}; both need as many`,
    );
  const { weights, intercepts } = ridgeClassifier(train, nClasses);
  let right = 0;
  for (let i = 0; i < test.labels.length; i++) {
    const row = test.latents.data.subarray(i * d, (i + 1) * d);
    const outputs = weights.map((weight, c) => weight.reduce((sum, w, j) => sum + w * row[j], intercepts[c]));
    if (outputs.indexOf(Math.max(...outputs)) === test.labels[i]) right++;
  }
  return right / test.labels.length;
}

function ridgeClassifier({ latents, labels }: LabelledLatents, nClasses: number) {
  const d = dimensionsOf(latents);
  const n = labels.length;
  const centre = centreOf(latents);
  const lower = cholesky(
    scatterOf(latents).map((value, at) => (at % (d + 1) === 0 ? value + 1 : value)),
    d,
  );
  const classes = imagesByClass('linearProbeAccuracy', labels, nClasses);
  const weights = classes.map((images) => {
    const target = new Float64Array(d); // Σ (x − centre)·y with y = ±1 is twice the sum over the class
    for (const i of images)
      for (let j = 0; j < d; j++) target[j] += 2 * (latents.data[i * d + j] - centre[j]);
    return solve(lower, target);
  });
  const intercepts = classes.map(
    (images, c) => (2 * images.length) / n - 1 - weights[c].reduce((sum, w, j) => sum + w * centre[j], 0),
  );
  return { weights, intercepts };
}

/** The lower triangle L with `L·Lᵀ = matrix`, a positive definite `[d, d]`. */
function cholesky(matrix: Float64Array, d: number): Float64Array {
  const lower = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * d + j];
      for (let k = 0; k < j; k++) sum -= lower[i * d + k] * lower[j * d + k];
      lower[i * d + j] = i === j ? Math.sqrt(sum) : sum / lower[j * d + j];
    }
  return lower;
}

/** x with `L·Lᵀ·x = right`. */
function solve(lower: Float64Array, right: Float64Array): Float64Array {
  const d = right.length;
  const x = Float64Array.from(right);
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i * d + k] * x[k];
    x[i] /= lower[i * d + i];
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let k = i + 1; k < d; k++) x[i] -= lower[k * d + i] * x[k];
    x[i] /= lower[i * d + i];
  }
  return x;
}

function assertLabelled(name: string, { latents, labels }: LabelledLatents, nClasses: number): void {
  assertPoints('linearProbeAccuracy', latents);
  if (labels.length === 0 || labels.length !== latents.shape[0])
    throw new RangeError(
      `linearProbeAccuracy: ${name} has ${latents.shape[0]} latents and ${labels.length} labels; it needs as many of both, 1 or more`,
    );
  imagesByClass('linearProbeAccuracy', labels, nClasses);
}

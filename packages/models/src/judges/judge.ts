import type { ImageBatch } from '@aelab/images';

/** A score of each class for each image. */
export interface ClassScores {
  readonly data: Float32Array;
  /** `[n, classes]` */
  readonly shape: readonly [n: number, classes: number];
  /** `logits`: any numbers, whose softmax is the probability; `probabilities`: rows that sum to 1. */
  readonly kind: 'logits' | 'probabilities';
}

/** Whatever tells what images show: a classifier of ours, an ONNX file, or a person's own function. */
export interface Judge {
  readonly predict: (images: ImageBatch) => ClassScores | Promise<ClassScores>;
}

export interface JudgePredictions {
  /** The class with the highest score, one per image; the first of equals. */
  readonly predictions: Int32Array;
  /** `[n, classes]`, row-major. */
  readonly probabilities: Float32Array;
}

/**
 * What a judge says of images.
 *
 * @throws RangeError if the judge gives another number of rows, or a score that is not a number
 * @example
 * const judge = { predict: () => ({ data: Float32Array.of(0, Math.log(3)), shape: [1, 2], kind: 'logits' }) };
 * const image = imageBatch(new Float32Array(4), [1, 2, 2, 1]);
 * (await judgePredictions(judge, image)).probabilities; // [0.25, 0.75]
 */
export async function judgePredictions(judge: Judge, images: ImageBatch): Promise<JudgePredictions> {
  const { data, shape, kind } = await judge.predict(images);
  const [n, classes] = shape;
  if (n !== images.shape[0] || data.length !== n * classes)
    throw new RangeError(
      `judgePredictions: the judge gave ${data.length} scores of shape [${shape.join(',')}] for ${images.shape[0]} images; it must give a row for each`,
    );
  const wrong = data.findIndex((score) => Number.isNaN(score));
  if (wrong >= 0)
    throw new RangeError(
      `judgePredictions: score ${wrong} is NaN; the judge must give a number for each class`,
    );
  const probabilities = kind === 'logits' ? softmaxRows(data, classes) : data;
  return {
    predictions: Int32Array.from({ length: n }, (_, i) => largestOf(data, i * classes, classes)),
    probabilities,
  };
}

/** How good a judge is, on images whose class is known. */
export interface JudgeScore {
  /** Share of images that it names rightly. */
  readonly accuracy: number;
  /** `confusion[label][prediction]`: numbers of images. */
  readonly confusion: readonly (readonly number[])[];
  /**
   * Expected calibration error: over fifteen bins of confidence (the highest probability), the mean distance between
   * confidence and share of right answers, weighted by images. 0 is best.
   */
  readonly calibrationError: number;
  /** Mean of the highest probability. */
  readonly meanConfidence: number;
}

const calibrationBins = 15;

/**
 * Accuracy, confusion and calibration of predictions.
 *
 * @param labels - class numbers from 0, one per image
 * @throws RangeError if there is not one label per image, or a label is no class
 * @example
 * const certain = { predictions: Int32Array.of(0, 1), probabilities: Float32Array.of(1, 0, 0.25, 0.75) };
 * const { accuracy, confusion, calibrationError } = scorePredictions(certain, [0, 0]);
 * [accuracy, calibrationError, confusion]; // [0.5, 0.375, [[1, 1], [0, 0]]]
 * @see Guo et al., "On calibration of modern neural networks", 2017
 */
export function scorePredictions(
  { predictions, probabilities }: JudgePredictions,
  labels: ArrayLike<number>,
): JudgeScore {
  const n = predictions.length;
  const classes = probabilities.length / n;
  assertLabels(labels, n, classes);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const bins = Array.from({ length: calibrationBins }, () => ({ confidence: 0, right: 0 }));
  predictions.forEach((predicted, i) => {
    const confidence = probabilities[i * classes + predicted];
    const bin = bins[Math.min(calibrationBins - 1, Math.floor(confidence * calibrationBins))];
    bin.confidence += confidence;
    bin.right += Number(predicted === labels[i]);
    confusion[labels[i]][predicted]++;
  });
  const total = (value: (bin: { confidence: number; right: number }) => number) =>
    bins.reduce((sum, bin) => sum + value(bin), 0) / n;
  return {
    accuracy: total(({ right }) => right),
    confusion,
    calibrationError: total(({ confidence, right }) => Math.abs(confidence - right)),
    meanConfidence: total(({ confidence }) => confidence),
  };
}

function assertLabels(labels: ArrayLike<number>, n: number, classes: number): void {
  if (labels.length !== n)
    throw new RangeError(
      `scorePredictions: there are ${labels.length} labels for ${n} predictions; give one each`,
    );
  for (let i = 0; i < n; i++)
    if (!Number.isInteger(labels[i]) || labels[i] < 0 || labels[i] >= classes)
      throw new RangeError(
        `scorePredictions: label ${i} is ${labels[i]}; it must be a class number from 0 to ${classes - 1}`,
      );
}

function largestOf(data: Float32Array, from: number, count: number): number {
  let best = 0;
  for (let c = 1; c < count; c++) if (data[from + c] > data[from + best]) best = c;
  return best;
}

function softmaxRows(logits: Float32Array, classes: number): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let from = 0; from < logits.length; from += classes) {
    const highest = logits[from + largestOf(logits, from, classes)];
    const row = Array.from(logits.subarray(from, from + classes), (score) => Math.exp(score - highest));
    const sum = row.reduce((a, b) => a + b, 0);
    row.forEach((value, c) => (probabilities[from + c] = value / sum));
  }
  return probabilities;
}

import { imagesByClass } from './classes/images-by-class.js';
import { bootstrapRatio, type BootstrapOptions, type Interval } from './statistics/bootstrap.js';
import { incompleteBeta } from './statistics/incomplete-beta.js';

/** Class numbers of the same images, in the same order. */
export interface JudgeAnswers {
  /** What the images show. */
  readonly labels: ArrayLike<number>;
  /** What the judge says of the originals. */
  readonly original: ArrayLike<number>;
  /** What the judge says of the reconstructions. */
  readonly reconstruction: ArrayLike<number>;
}

/** How well the judge does on some images. */
export interface JudgeAccuracy {
  readonly n: number;
  readonly accuracyOriginal: number;
  readonly accuracyReconstruction: number;
  /** `accuracyReconstruction / accuracyOriginal`: 1 if nothing that the judge uses was lost. */
  readonly accuracyRatio: number;
  readonly accuracyRatioInterval: Interval;
  /** Share of images of which the judge says the same before and after, right or wrong. */
  readonly agreement: number;
  /** Two-sided p-value of McNemar's exact test that both accuracies are one. */
  readonly mcnemarP: number;
}

/** What a judge no longer sees in the reconstructions. */
export interface InformationLoss extends JudgeAccuracy {
  readonly perClass: readonly (JudgeAccuracy & { readonly label: string })[];
  /** `confusion[a][b]`: images that the judge calls a before and b after. */
  readonly confusion: readonly (readonly number[])[];
  /** The answers that changed, the most frequent first: "2" becomes "8". */
  readonly changes: readonly { readonly from: string; readonly to: string; readonly n: number }[];
}

/**
 * Information loss as a classifier sees it: the same judge, trained on originals only, answers for the originals and for
 * their reconstructions.
 *
 * A ratio near 1 says that the judge finds what it needs, not that images look alike. A judge trained on
 * reconstructions would answer another question.
 *
 * @param answers - class numbers from 0, one per image in each list
 * @param classNames - a name for each class
 * @param options - of the ratio's bootstrap interval, which keeps both answers of an image together
 * @returns figures of no images are NaN, and so is the ratio if no original was recognised
 * @throws RangeError if the lists differ in length or an answer is no class
 * @example
 * const answers = { labels: [0, 0, 1, 1], original: [0, 0, 1, 1], reconstruction: [0, 1, 1, 1] };
 * const { accuracyRatio, changes } = informationLoss(answers, ['cat', 'dog'], { seed: 0 });
 * accuracyRatio; // 0.75
 * changes; // [{ from: 'cat', to: 'dog', n: 1 }]
 */
export function informationLoss(
  answers: JudgeAnswers,
  classNames: readonly string[],
  options: BootstrapOptions,
): InformationLoss {
  assertAnswers(answers, classNames.length);
  const all = Array.from(answers.labels, (_, i) => i);
  const classes = imagesByClass('informationLoss', answers.labels, classNames.length);
  const confusion = confusionOf(answers, classNames.length);
  return {
    ...judgeAccuracy(answers, all, options),
    perClass: classes.map((images, c) => ({
      label: classNames[c],
      ...judgeAccuracy(answers, images, options),
    })),
    confusion,
    changes: confusion
      .flatMap((row, a) => row.map((n, b) => ({ from: classNames[a], to: classNames[b], n, same: a === b })))
      .filter(({ n, same }) => n > 0 && !same)
      .sort((x, y) => y.n - x.n)
      .map(({ from, to, n }) => ({ from, to, n })),
  };
}

/**
 * McNemar's exact test on pairs: the two-sided probability that, of the cases which only one of two answers gets right,
 * at least as many fall to one side, if each side were as likely.
 *
 * @param onlyFirst - cases that only the first gets right
 * @param onlySecond - cases that only the second gets right
 * @throws RangeError if a count is not a whole number of 0 or more
 * @example
 * mcnemar(1, 5); // 0.21875
 * @see McNemar, "Note on the sampling error of the difference between correlated proportions", 1947
 */
export function mcnemar(onlyFirst: number, onlySecond: number): number {
  for (const count of [onlyFirst, onlySecond])
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`mcnemar: a count is ${count}; it must be a whole number of 0 or more`);
  const [fewer, more] = [Math.min(onlyFirst, onlySecond), Math.max(onlyFirst, onlySecond)];
  return fewer === more ? 1 : 2 * incompleteBeta(0.5, more, fewer + 1);
}

function judgeAccuracy(
  { labels, original, reconstruction }: JudgeAnswers,
  images: readonly number[],
  options: BootstrapOptions,
): JudgeAccuracy {
  const before = images.map((i) => Number(original[i] === labels[i]));
  const after = images.map((i) => Number(reconstruction[i] === labels[i]));
  const share = (holds: (i: number, k: number) => boolean) => images.filter(holds).length / images.length;
  const ratio = bootstrapRatio(after, before, options);
  return {
    n: images.length,
    accuracyOriginal: share((_, k) => before[k] === 1),
    accuracyReconstruction: share((_, k) => after[k] === 1),
    accuracyRatio: ratio.value,
    accuracyRatioInterval: ratio.interval,
    agreement: share((i) => original[i] === reconstruction[i]),
    mcnemarP: mcnemar(
      images.filter((_, k) => before[k] > after[k]).length,
      images.filter((_, k) => after[k] > before[k]).length,
    ),
  };
}

function confusionOf({ original, reconstruction }: JudgeAnswers, nClasses: number): number[][] {
  const confusion = Array.from({ length: nClasses }, () => new Array<number>(nClasses).fill(0));
  for (let i = 0; i < original.length; i++) confusion[original[i]][reconstruction[i]]++;
  return confusion;
}

function assertAnswers({ labels, original, reconstruction }: JudgeAnswers, nClasses: number): void {
  if (original.length !== labels.length || reconstruction.length !== labels.length)
    throw new RangeError(
      `informationLoss: there are ${labels.length} labels and answers for ${original.length} originals and ${reconstruction.length} reconstructions; each image needs all three`,
    );
  imagesByClass('informationLoss (originals)', original, nClasses);
  imagesByClass('informationLoss (reconstructions)', reconstruction, nClasses);
}

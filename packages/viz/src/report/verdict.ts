import { formatAligned, formatFigure } from '../format-figure.js';
import type { RunRecord } from '../record.js';
import { percent, plural } from './phrases.js';

/**
 * What a run shows, in plain sentences: first what went wrong, if anything did, then the model against PCA with as many
 * values and against the best constant image.
 *
 * It speaks of this one trained model on this one test set: another seed may give another figure.
 */
export function verdict(record: RunRecord): string {
  return [
    ...trainingCaveats(record),
    ...collapses(record),
    ...comparison(record),
    ...expansionCaveat(record),
  ].join(' ');
}

function trainingCaveats({ training, config }: RunRecord): string[] {
  const { stopped, cause, epochs } = training;
  if (stopped === 'diverged')
    return [
      `Training diverged${cause === undefined ? '' : ` (${cause})`}; the figures are those of its last finite weights.`,
    ];
  if (stopped === 'aborted') return [`Training was interrupted after ${plural(epochs, 'epoch')}.`];
  if (epochs === 0 && config['training'] !== undefined)
    return ['The model was not trained: these are the figures of its initial weights.'];
  return [];
}

function collapses({ collapse = [] }: RunRecord): string[] {
  return collapse.map(
    ({ kind, finding, likelyCause }) => `Collapse (${kind}): ${finding}. Likely cause: ${likelyCause}.`,
  );
}

function comparison(record: RunRecord): string[] {
  const { test, baselines } = record;
  const mse = Number(test.mse);
  if (!Number.isFinite(mse))
    return ['The test error is not a finite number, so nothing can be said of the model.'];
  const floor = bestConstant(baselines);
  const floorSentence =
    mse >= floor.mse
      ? `The model is no better than answering every image with ${floor.name}.`
      : `The model removes ${percent(1 - mse / floor.mse)} of the error of the best constant image, ${floor.name}.`;
  return [...againstPca(record), floorSentence];
}

function againstPca({ test, baselines: { pca } }: RunRecord): string[] {
  if (pca === undefined) return [];
  const [mse, rival] = [Number(test.mse), Number(pca.mse)];
  const [low, high] = (pca.mseDifferenceInterval ?? ['NaN', 'NaN']).map(Number);
  const [own, other] = formatAligned([mse, rival]);
  const name = `PCA with ${plural(pca.components, 'component')}`;
  if (low <= 0 && high >= 0)
    return [
      `The model cannot be told apart from ${name}: their errors are ${own} and ${other}, and the 95\u00a0% interval of the difference holds 0.`,
    ];
  if (mse < rival)
    return [
      `The model beats ${name}: its error is ${percent(1 - mse / rival)} lower, ${own} against ${other}.`,
    ];
  return [
    `${name} does better: its error is ${percent(1 - rival / mse)} lower, ${other} against the model’s ${own}.`,
  ];
}

function expansionCaveat({ model }: RunRecord): string[] {
  if (!model.expanding) return [];
  return [
    `Its “bottleneck” has ${formatFigure(1 / Number(model.dimensionReduction))} values for each of the image: it expands, and compresses nothing.`,
  ];
}

/** The best image that answers for all without being told their class. */
export function bestConstant({ zero, mean, median }: RunRecord['baselines']): { name: string; mse: number } {
  const floors = [
    { name: 'a black image', mse: Number(zero.mse) },
    { name: 'the mean image', mse: Number(mean.mse) },
    { name: 'the median image', mse: Number(median.mse) },
  ];
  return floors.reduce((best, floor) => (floor.mse < best.mse ? floor : best));
}

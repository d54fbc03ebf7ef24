import { informationLoss } from '@aelab/metrics';
import { judgePredictions } from '@aelab/models';
import { loadDataset } from '../../datasets.js';
import { judgeDefaults, trainedJudge, type JudgeName } from '../../judges.js';
import { atMost } from './at-most.js';
import type { MeasuredRun } from './measured-run.js';

export interface JudgeMeasurement {
  readonly name?: JudgeName;
  /** Training images of the judge: originals of the official training split. */
  readonly train: number;
  readonly epochs: number;
}

/** What a classifier that was trained on originals makes of the reconstructions; one judge for all seeds. */
export async function judge(
  { data: { test }, config, reconstructions }: MeasuredRun,
  { name = 'lenet5', train, epochs }: JudgeMeasurement,
) {
  const official = await loadDataset(config.dataset, 0);
  const data = { train: atMost(official.train, train).dataset, test: official.test };
  const { judge, score } = await trainedJudge(data, { ...judgeDefaults[name], epochs }, 0);
  const answers = {
    labels: test.labels,
    original: (await judgePredictions(judge, test.images)).predictions,
    reconstruction: (await judgePredictions(judge, reconstructions)).predictions,
  };
  const { perClass, changes, ...loss } = informationLoss(answers, test.classNames, { seed: config.seed });
  return {
    ...{ name, judgeAccuracy: score.accuracy },
    ...{ ...loss, perClass: perClass.map(({ accuracyReconstruction }) => accuracyReconstruction) },
    changes: changes.slice(0, 5),
  };
}

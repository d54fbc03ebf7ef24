import { judgedLoss } from '../../analysis/measure-judge.js';
import { loadDataset } from '../../datasets.js';
import { judgeDefaults, trainedJudge, type JudgeName } from '../../judges.js';
import { atMost } from './at-most.js';
import type { MeasuredRun } from './measured-run.js';

export interface JudgeMeasurement {
  readonly name?: JudgeName;
  /** Training images of the judge: originals of the official training split. */
  readonly train: number;
  readonly epochs: number;
  /** A judge of its own for each seed, where a document claims something of the judge. */
  readonly perSeed?: boolean;
}

/** The judge of a run's data set: one for all seeds, unless told. */
export async function judgeOfRun(
  { config }: MeasuredRun,
  { name = 'lenet5', train, epochs, perSeed = false }: JudgeMeasurement,
) {
  const official = await loadDataset(config.dataset, 0);
  const data = { train: atMost(official.train, train).dataset, test: official.test };
  return trainedJudge(data, { ...judgeDefaults[name], epochs }, perSeed ? config.seed : 0);
}

/** What a classifier that was trained on originals makes of the reconstructions. */
export async function judge(run: MeasuredRun, settings: JudgeMeasurement) {
  const { judge, score } = await judgeOfRun(run, settings);
  const { data, reconstructions, config } = run;
  const lost = await judgedLoss(judge, data.test, reconstructions, config.seed);
  const { perClass, changes, ...loss } = lost;
  return {
    ...{ name: settings.name ?? 'lenet5', judgeAccuracy: score.accuracy },
    ...{ ...loss, perClass: perClass.map(({ accuracyReconstruction }) => accuracyReconstruction) },
    changes: changes.slice(0, 5),
  };
}

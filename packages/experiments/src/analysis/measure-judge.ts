import { existsSync } from 'node:fs';
import { informationLoss, type InformationLoss } from '@aelab/metrics';
import { judgePredictions, onnxJudge, type Judge } from '@aelab/models';
import type { ImageBatch } from '@aelab/images';
import type { JudgeBlock } from '@aelab/viz';
import { judgeDefaults, judgeNames, trainedJudge, type JudgeData } from '../judges.js';
import type { LabelledImages } from '../run/measure-test.js';
import { asUsage, UsageError } from '../usage-error.js';

/** A judge and what records call it. */
export interface NamedJudge {
  readonly name: string;
  readonly judge: Judge;
}

/**
 * The judge that a person named: one of ours, trained on originals and kept in the cache, or an ONNX file of anybody's
 * making (channels first, values in [0, 1], logits out).
 *
 * @param choice - `lenet5`, `small-cnn` or a file
 * @param originals - what a judge of ours learns from, and is scored on
 * @throws UsageError if there is no such judge, or it cannot be loaded
 */
export async function openJudge(choice: string, originals: () => Promise<JudgeData>): Promise<NamedJudge> {
  assertJudge(choice);
  const ours = judgeNames.find((name) => name === choice);
  if (ours)
    return { name: ours, judge: (await trainedJudge(await originals(), judgeDefaults[ours], 0)).judge };
  const judge = await onnxJudge(choice).catch((error: unknown) => {
    throw new UsageError(`judge: ${(error as Error).message}`);
  });
  return { name: choice, judge };
}

/** @throws UsageError if there can be no such judge */
export function assertJudge(choice: string): void {
  if (!judgeNames.some((name) => name === choice) && !(choice.endsWith('.onnx') && existsSync(choice)))
    throw new UsageError(
      `judge: ${choice} is not one of ${judgeNames.join(', ')}, nor an .onnx file that is there`,
    );
}

/** The `judge` block of a record: what the judge says of originals and of their reconstructions. */
export async function measureJudge(
  { name, judge }: NamedJudge,
  test: LabelledImages,
  reconstructions: ImageBatch,
  seed: number,
): Promise<JudgeBlock> {
  const loss = await judgedLoss(judge, test, reconstructions, seed);
  return {
    name,
    accuracyOriginal: loss.accuracyOriginal,
    accuracyReconstruction: loss.accuracyReconstruction,
    accuracyRatio: loss.accuracyRatio,
    accuracyRatioInterval: loss.accuracyRatioInterval,
    agreement: loss.agreement,
    mcnemarP: loss.mcnemarP,
    confusion: loss.confusion,
  };
}

/** What is lost by the answers of a judge, which may know more classes than the images have. */
export async function judgedLoss(
  judge: Judge,
  { images, labels, classNames }: LabelledImages,
  reconstructions: ImageBatch,
  seed: number,
): Promise<InformationLoss> {
  const { predictions: original, probabilities } = await judgePredictions(judge, images);
  const reconstruction = (await judgePredictions(judge, reconstructions)).predictions;
  const classes = Math.max(classNames.length, probabilities.length / labels.length);
  const names = Array.from({ length: classes }, (_, c) => classNames.at(c) ?? String(c));
  return asUsage(() => informationLoss({ labels, original, reconstruction }, names, { seed }));
}

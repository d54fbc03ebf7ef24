import { toUnitRange, type ImageBatch } from '@aelab/images';
import { describeAutoencoder, detectCollapse, type FitResult, type Latents } from '@aelab/models';
import type { DenoisingBlock, RunRecord } from '@aelab/viz';
import { describeEnvironment } from './environment.js';
import { latentValues } from './latent-values.js';
import { measureBaselines } from './measure-baselines.js';
import { imageFigures, measureTest } from './measure-test.js';
import type { PreparedRun } from './prepare-run.js';

/** What the model made of the test images. */
export interface TestedModel {
  readonly latents: Latents;
  readonly reconstructions: ImageBatch;
  /** Empty where it was not trained on damaged images. */
  readonly denoising: readonly DenoisingBlock[];
}

/** The record of a trained model: every figure of `run.json`. */
export function measureRun(
  { config, data, backend, model }: PreparedRun,
  training: FitResult,
  { latents, reconstructions, denoising }: TestedModel,
): RunRecord {
  const { train, validation, test } = data;
  const description = describeAutoencoder(model);
  const collapse = detectCollapse({ originals: test.images, reconstructions, latents });
  const figures = imageFigures(toUnitRange(test.images), reconstructions);
  return {
    schemaVersion: 1,
    config,
    seed: config.seed,
    backend,
    environment: describeEnvironment(),
    data: {
      name: train.name,
      checksums: { ...train.provenance.checksums, ...test.provenance.checksums },
      train: train.images.shape[0],
      ...(validation && { validation: validation.images.shape[0] }),
      test: test.images.shape[0],
      imageShape: test.images.shape.slice(1),
    },
    model: description,
    training: { ...training, epochs: training.loss.length },
    test: measureTest(test, figures, config.seed),
    baselines: measureBaselines(data, description.activeLatents ?? latentValues(description), {
      modelErrors: figures.mse,
      seed: config.seed,
    }),
    ...(collapse.length > 0 && { collapse }),
    ...(denoising.length > 0 && { denoising }),
  };
}

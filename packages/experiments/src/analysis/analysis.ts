import type { RunRecord } from '@aelab/viz';
import { latentValues } from '../run/latent-values.js';
import { mostLatentValues } from './measure-latents.js';

/** Parts of the record that a run leaves for later, because they take longer. */
export interface Analysis {
  /** Uncentred SVD with as many components as the latent has values, beside the PCA that every run has. */
  readonly svd?: boolean | undefined;
  /** What a classifier still recognises: `lenet5`, `small-cnn` or an ONNX file. */
  readonly judge?: string;
  /** Overlap in joint t-SNE maps of this many test images. */
  readonly overlap?: { readonly pairs: number; readonly engine: 'barnes-hut' | 'exact' };
  /** How much of the bottleneck is used, and how much of the classes is in it. */
  readonly latents?: boolean | undefined;
  /** The latents of the test images as a file, and what it costs. */
  readonly bytes?: boolean | undefined;
  /** What the model gains on noisy test images, at several strengths, beside filters and PCA. */
  readonly noise?: boolean | undefined;
  /** What the model makes of pictures of kinds that it never saw. */
  readonly strangers?: boolean | undefined;
  /** What the decoder draws between and beyond latents, and what the first layer looks for. */
  readonly pictures?: boolean | undefined;
}

/** Smaller images have no judge. */
const leastJudgedSide = 12;

/** Every part that a run allows: SVD and latents of many values take too long, and one class needs no judge. */
export function fullAnalysis(
  { model, data, test, baselines }: RunRecord,
  overlap: NonNullable<Analysis['overlap']> = { pairs: 1000, engine: 'barnes-hut' },
): Analysis {
  const [height, width] = data.imageShape ?? [0, 0];
  const isJudged = test.perClass.length > 1 && Math.min(height, width) >= leastJudgedSide;
  return {
    svd: baselines.pca !== undefined,
    ...(isJudged && { judge: 'lenet5' }),
    overlap,
    latents: latentValues(model) <= mostLatentValues,
    bytes: true,
    noise: true,
    strangers: true,
    pictures: true,
  };
}

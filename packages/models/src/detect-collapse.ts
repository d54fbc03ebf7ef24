import type { ImageBatch } from '@aelab/images';
import { imageSize, toUnitRange } from '@aelab/images';
import type { Latents } from './autoencoder.js';

/** A way in which training failed without saying so. */
export interface Collapse {
  readonly kind: 'constant output' | 'dead latents' | 'saturated output';
  /** What was measured, in a sentence with its figure. */
  readonly finding: string;
  /** What usually does this, and what to try. */
  readonly likelyCause: string;
}

export interface CollapseInput {
  readonly originals: ImageBatch;
  readonly reconstructions: ImageBatch;
  readonly latents: Latents;
}

/** Reconstructions that differ from each other by less than this share of the originals' variance are one image. */
const constantShare = 0.001;
/** A latent whose deviation is below this share of the largest one's carries nothing. */
const deadShare = 1e-4;
/** Outputs this near to black or white have hardly any gradient left behind a sigmoid. */
const saturation = 1e-3;
/** Share of values that are saturated while the original is grey. */
const saturatedShare = 0.2;

/**
 * Whether a trained autoencoder collapsed: it gives the same image for every input, latents never change, or its output
 * sticks to black and white where originals are grey. The loss alone hides all three: the mean image of MNIST has an MSE
 * of .0675, which looks like a result.
 *
 * @returns what was found, nothing if the autoencoder is well
 * @throws RangeError if originals and reconstructions differ in shape
 * @example
 * const originals = imageBatch(Float32Array.of(0, 1, 1, 0), [2, 1, 2, 1]);
 * const reconstructions = imageBatch(Float32Array.of(0.5, 0.5, 0.5, 0.5), [2, 1, 2, 1]);
 * const latents = { data: Float32Array.of(1, -1), shape: [2, 1] };
 * detectCollapse({ originals, reconstructions, latents }).map(({ kind }) => kind); // ['constant output']
 */
export function detectCollapse({ originals, reconstructions, latents }: CollapseInput): Collapse[] {
  if (originals.shape.join() !== reconstructions.shape.join())
    throw new RangeError(
      `detectCollapse: originals have shape [${originals.shape.join(',')}] and reconstructions [${reconstructions.shape.join(',')}]; they must be the same images`,
    );
  const pixels = toUnitRange(originals).data;
  const outputs = toUnitRange(reconstructions).data;
  return [
    ...constantOutput(pixels, outputs, imageSize(originals)),
    ...deadLatents(latents),
    ...saturatedOutput(pixels, outputs),
  ];
}

function constantOutput(pixels: Float32Array, outputs: Float32Array, size: number): Collapse[] {
  const share = sum(columnVariances(outputs, size)) / sum(columnVariances(pixels, size));
  if (!(share < constantShare)) return [];
  return [
    {
      kind: 'constant output',
      finding: `reconstructions vary ${percent(share)} as much as originals: every input gives nearly the same image`,
      likelyCause:
        'the learning rate is too high (units died), or a term of the loss outweighs reconstruction; lower the learning rate, or beta',
    },
  ];
}

function deadLatents({ data, shape: [, ...latentShape] }: Latents): Collapse[] {
  const deviations = columnVariances(
    data,
    latentShape.reduce((a, b) => a * b, 1),
  ).map(Math.sqrt);
  const largest = deviations.reduce((a, b) => Math.max(a, b), 0);
  const dead = deviations.filter((deviation) => deviation <= deadShare * largest).length;
  if (dead === 0) return [];
  return [
    {
      kind: 'dead latents',
      finding: `${dead} of ${deviations.length} latents do not change from image to image`,
      likelyCause:
        'a rectified bottleneck whose units died, a divergence or rate that is not worth their information, or winners that are always the same; use a linear bottleneck, or a smaller beta or latent',
    },
  ];
}

function saturatedOutput(pixels: Float32Array, outputs: Float32Array): Collapse[] {
  let grey = 0;
  let saturated = 0;
  pixels.forEach((pixel, i) => {
    if (pixel < 0.1 || pixel > 0.9) return;
    grey++;
    if (outputs[i] < saturation || outputs[i] > 1 - saturation) saturated++;
  });
  const share = saturated / grey;
  if (!(share > saturatedShare)) return [];
  return [
    {
      kind: 'saturated output',
      finding: `${percent(share)} of the grey pixels come out black or white`,
      likelyCause:
        'the output activation saturated early, by a learning rate that is too high or images that are not in [0, 1]; lower the learning rate, or clip gradients',
    },
  ];
}

/** Variance of each of `size` values over the rows. */
function columnVariances(data: Float32Array, size: number): Float64Array {
  const n = data.length / size;
  const means = new Float64Array(size);
  const variances = new Float64Array(size);
  for (let i = 0; i < data.length; i++) means[i % size] += data[i] / n;
  for (let i = 0; i < data.length; i++) variances[i % size] += (data[i] - means[i % size]) ** 2 / n;
  return variances;
}

function sum(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0);
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

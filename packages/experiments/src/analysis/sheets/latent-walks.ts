import { selectImages, type ImageBatch } from '@aelab/images';
import { interpolationPlan, mse, traversalPlan, type LatentPlan } from '@aelab/metrics';
import { decode, encode, type Autoencoder, type Latents } from '@aelab/models';
import type { ImageSheet } from '@aelab/viz';
import type { ChosenImages } from './choose-images.js';

type Decoder = Pick<Autoencoder, 'decoder'>;

const steps = 7;
const mostUnits = 6;

/**
 * What the decoder draws as one unit of a flat latent moves from its 1st to its 99th percentile and the others stay as
 * in the first image: the units whose ends differ most as pictures, the strongest first.
 *
 * @param latents - of test images, `[n, d]`
 */
export async function traversal(model: Decoder, { data, shape }: Latents): Promise<ImageSheet> {
  const [n, d] = shape;
  const plan = (columns: number, units?: number[]) =>
    traversalPlan({ data, shape: [n, d] }, data.subarray(0, d), columns, units);
  const ends = await drawn(model, plan(2));
  const effect = mse(every(ends, 2, 0), every(ends, 2, 1));
  const strongest = [...effect.keys()].sort((a, b) => effect[b] - effect[a] || a - b).slice(0, mostUnits);
  const walks = await drawn(model, plan(steps, strongest));
  const rows = strongest.map((unit, row) => ({
    label: `Unit ${unit + 1}`,
    images: selectImages(
      walks,
      Array.from({ length: steps }, (_, step) => row * steps + step),
    ),
  }));
  return { rows };
}

/** Every so many-th image. */
function every(images: ImageBatch, stride: number, first: number): ImageBatch {
  const count = images.shape[0] / stride;
  return selectImages(
    images,
    Array.from({ length: count }, (_, i) => i * stride + first),
  );
}

const shares = ['0 %', '20 %', '40 %', '60 %', '80 %', '100 %'];
const mostPairs = 5;

/** What is decoded at even steps from the latent of one image to that of another: of the first and second, and so on. */
export async function interpolation(
  model: Autoencoder,
  { images, names }: ChosenImages,
): Promise<ImageSheet> {
  const { data, shape } = await encode(model, images);
  const size = data.length / shape[0];
  const latent = (i: number) => data.subarray(i * size, (i + 1) * size);
  const rows = [];
  for (let i = 0; i + 1 < Math.min(names.length, 2 * mostPairs); i += 2) {
    const plan = interpolationPlan(latent(i), latent(i + 1), shares.length);
    rows.push({ label: `${names[i]} to ${names[i + 1]}`, images: await drawn(model, plan) });
  }
  return { columns: shares, rows };
}

function drawn(model: Decoder, { latents: { data, shape } }: LatentPlan): Promise<ImageBatch> {
  const latentShape = model.decoder.inputs[0].shape.slice(1) as number[];
  return decode(model, { data, shape: [shape[0], ...latentShape] });
}

import type { ImageBatch } from '@aelab/images';
import { mse } from '@aelab/metrics';
import { decode, encode, type Autoencoder, type Latents } from '@aelab/models';
import type { ImageSheet } from '@aelab/viz';
import type { ChosenImages } from './choose-images.js';

const deviations = [-3, -2, -1, 0, 1, 2, 3];
const mostUnits = 6;

/**
 * What the decoder draws as one unit of a flat latent moves from −3 to 3 of its standard deviations and the others keep
 * their mean: the units whose step from −1 to 1 changes the picture most, the strongest first.
 *
 * @param latents - of test images, `[n, d]`
 */
export async function traversal(model: Pick<Autoencoder, 'decoder'>, latents: Latents): Promise<ImageSheet> {
  const units = momentsOf(latents);
  const walk = (unit: number, steps: readonly number[]) =>
    steps.map((step) => units.map(({ mean, deviation }, u) => mean + (u === unit ? step * deviation : 0)));
  const ends = (step: number) =>
    drawn(
      model,
      units.flatMap((_, unit) => walk(unit, [step])),
    );
  const effect = mse(await ends(-1), await ends(1));
  const strongest = [...effect.keys()].sort((a, b) => effect[b] - effect[a] || a - b).slice(0, mostUnits);
  const rows = [];
  for (const unit of strongest)
    rows.push({ label: `Unit ${unit + 1}`, images: await drawn(model, walk(unit, deviations)) });
  return { columns: deviations.map((step) => String(step).replace('-', '−')), rows };
}

const shares = [0, 0.2, 0.4, 0.6, 0.8, 1];
const mostPairs = 5;

/** What is decoded at even steps from the latent of one image to that of another. */
export async function interpolation(
  model: Autoencoder,
  { images, names }: ChosenImages,
): Promise<ImageSheet> {
  const { data, shape } = await encode(model, images);
  const size = data.length / shape[0];
  const latent = (i: number) => [...data.subarray(i * size, (i + 1) * size)];
  const pairs = Array.from({ length: Math.min(mostPairs, Math.floor(names.length / 2)) }, (_, p) => [
    2 * p,
    2 * p + 1,
  ]);
  const rows = [];
  for (const [from, to] of pairs) {
    const [a, b] = [latent(from), latent(to)];
    const between = shares.map((share) => a.map((value, u) => (1 - share) * value + share * b[u]));
    rows.push({ label: `${names[from]} to ${names[to]}`, images: await drawn(model, between) });
  }
  return { columns: shares.map((share) => `${100 * share} %`), rows };
}

/** What latents decode to, given one after the other. */
async function drawn(
  model: Pick<Autoencoder, 'decoder'>,
  latents: readonly (readonly number[])[],
): Promise<ImageBatch> {
  const shape = model.decoder.inputs[0].shape.slice(1) as number[];
  return decode(model, { data: Float32Array.from(latents.flat()), shape: [latents.length, ...shape] });
}

function momentsOf({ data, shape: [n] }: Latents) {
  const size = data.length / n;
  return Array.from({ length: size }, (_, u) => {
    const values = Float64Array.from({ length: n }, (_, i) => data[i * size + u]);
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
    return { mean, deviation: Math.sqrt(variance) };
  });
}

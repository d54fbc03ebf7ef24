import { addNoise, strangers } from '@aelab/datasets';
import { selectImages, toUnitRange, type ImageBatch } from '@aelab/images';
import { traversalPlan } from '@aelab/metrics';
import { decode, encode, reconstruct } from '@aelab/models';
import { detailCrops, latentMosaics, type ImageRow } from '@aelab/viz';
import type { MeasuredRun } from '../measurements/measured-run.js';
import type { RunResult } from '../results.js';
import type { CropPicture, GridPicture, PictureSource } from './picture.js';

/** A run of a picture, opened. */
export interface ShownRun {
  readonly label: string;
  readonly result: RunResult;
  readonly run: MeasuredRun;
}

/** What `imageGrid` draws. */
interface PictureRows {
  readonly rows: readonly ImageRow[];
  readonly columns?: readonly string[];
}

/** The rows of pictures of a source, from its runs in their order. */
export async function pictureRows(source: PictureSource, shown: readonly ShownRun[]): Promise<PictureRows> {
  switch (source.kind) {
    case 'grid':
      return gridRows(source, shown);
    case 'traversal':
      return traversalRows(shown);
    case 'crops':
      return cropRows(source, shown);
    case 'worst':
      return worstRows(shown[0]);
    case 'strangers':
      return strangerRows(shown);
    case 'noise':
      return noiseRows(shown);
  }
}

async function gridRows({ latents }: GridPicture, shown: readonly ShownRun[]): Promise<PictureRows> {
  const chosen = chooseColumns(shown[0].run);
  const rows: ImageRow[] = [originalsRow(shown[0].run, chosen)];
  for (const { label, run } of shown) {
    if (latents) rows.push({ label: 'latent', images: await latentPictures(run, chosen) });
    rows.push({ label, images: selectImages(run.reconstructions, chosen) });
  }
  return { rows };
}

async function latentPictures({ model, data }: MeasuredRun, chosen: number[]): Promise<ImageBatch> {
  const { data: values, shape } = await encode(model, selectImages(data.test.images, chosen));
  return latentMosaics(values, shape.slice(1));
}

const steps = 10;

/** A row for each latent value of each run, all others as in the first test image. */
async function traversalRows(shown: readonly ShownRun[]): Promise<PictureRows> {
  const rows: ImageRow[] = [];
  for (const { label, run } of shown) {
    const { data, shape } = await encode(run.model, run.data.test.images);
    const [n, size] = shape;
    const { latents } = traversalPlan({ data, shape: [n, size] }, data.subarray(0, size), steps);
    const drawn = await decode(run.model, latents);
    for (let unit = 0; unit < size; unit++)
      rows.push({
        label: size === 1 ? label : `${label}, ${unit + 1}`,
        images: selectImages(
          drawn,
          Array.from({ length: steps }, (_, step) => unit * steps + step),
        ),
      });
  }
  return { rows };
}

function cropRows({ side }: CropPicture, [first, second]: readonly ShownRun[]): PictureRows {
  const chosen = chooseColumns(first.run);
  const of = (images: ImageBatch) => selectImages(images, chosen);
  const crops = detailCrops(
    of(toUnitRange(first.run.data.test.images)),
    of(first.run.reconstructions),
    of(second.run.reconstructions),
    side,
  );
  return {
    rows: [
      { label: 'original', images: crops.originals },
      { label: first.label, images: crops.first },
      { label: second.label, images: crops.second },
    ],
  };
}

function worstRows({ label, result, run }: ShownRun): PictureRows {
  const { images } = result['worst'] as {
    images: readonly { readonly index: number; readonly likelyCause: string }[];
  };
  const chosen = images.map(({ index }) => index);
  return {
    rows: [originalsRow(run, chosen), { label, images: selectImages(run.reconstructions, chosen) }],
    columns: images.map(({ likelyCause }) => (likelyCause === 'none' ? 'nothing unusual' : likelyCause)),
  };
}

async function strangerRows(shown: readonly ShownRun[]): Promise<PictureRows> {
  const [, height, width, channels] = shown[0].run.data.test.images.shape;
  const { images, classNames } = await strangers([height, width, channels]);
  const rows: ImageRow[] = [{ label: 'original', images }];
  for (const { label, run } of shown) rows.push({ label, images: await reconstruct(run.model, images) });
  return { rows, columns: classNames };
}

const factors = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

async function noiseRows(shown: readonly ShownRun[]): Promise<PictureRows> {
  const { data, config } = shown[0].run;
  const clean = toUnitRange(selectImages(data.test.images, [0]));
  const noisy = joined(factors.map((factor) => addNoise(clean, factor, config.seed)));
  const rows: ImageRow[] = [{ label: 'seen', images: noisy }];
  for (const { label, run } of shown) rows.push({ label, images: await reconstruct(run.model, noisy) });
  return { rows, columns: factors.map(String) };
}

function joined(batches: readonly ImageBatch[]): ImageBatch {
  const [, ...shape] = batches[0].shape;
  return {
    data: Float32Array.from(batches.flatMap(({ data }) => [...data])),
    shape: [batches.reduce((sum, batch) => sum + batch.shape[0], 0), ...shape],
    range: batches[0].range,
  };
}

function originalsRow({ data }: MeasuredRun, chosen: number[]): ImageRow {
  return { label: 'original', images: toUnitRange(selectImages(data.test.images, chosen)) };
}

/** Fewer of large images, whose pixels the file holds. */
const columnsFor = (side: number) => (side > 48 ? 5 : 10);

/** The first test images of the classes in turn, so that nobody chose them. */
function chooseColumns({ data: { test } }: MeasuredRun): number[] {
  const { labels, classNames, images } = test;
  const columns = columnsFor(images.shape[1]);
  const each = Math.ceil(columns / classNames.length);
  const seen = new Array<number>(classNames.length).fill(0);
  const chosen = [...labels.keys()].filter((i) => seen[labels[i]]++ < each);
  return chosen.sort((a, b) => labels[a] - labels[b]).slice(0, columns);
}

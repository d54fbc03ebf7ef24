import type { ImageBatch } from '@aelab/images';
import { judgePredictions, scorePredictions, decode, encode } from '@aelab/models';
import { imageFormatCopies } from '../../rivals/index.js';
import { atMost } from './at-most.js';
import { codeLatents } from './code-latents.js';
import { judgeOfRun, type JudgeMeasurement } from './judge.js';
import type { MeasuredRun } from './measured-run.js';

export interface AtJpegBytesMeasurement extends JudgeMeasurement {
  readonly images: number;
}

const bits = 8;

/**
 * What the judge recognises where bytes are bytes: accuracy on images decoded from entropy-coded latents of 8 bits, and
 * on JPEG at the lowest quality that takes as many bytes or more. All JPEG images are tiles of one file, so that its
 * header, which at 28×28 pixels is most of a file, costs it nothing.
 */
export async function atJpegBytes(run: MeasuredRun, settings: AtJpegBytesMeasurement) {
  const { model, data } = run;
  const { images, labels } = atMost(data.test, settings.images).dataset;
  const training = await encode(model, atMost(data.train, settings.images).dataset.images);
  const latents = await encode(model, images);
  const coded = codeLatents(latents, training.data, images.shape, bits);
  const jpeg = await jpegOfAtLeast(images, coded.bytes * labels.length);
  const { judge } = await judgeOfRun(run, settings);
  const accuracyOn = async (shown: ImageBatch) =>
    scorePredictions(await judgePredictions(judge, shown), labels).accuracy;
  return {
    bytes: coded.bytes,
    accuracy: await accuracyOn(await decode(model, { ...latents, data: coded.values })),
    jpegQuality: jpeg.quality,
    jpegBytes: jpeg.bytes / labels.length,
    jpegAccuracy: await accuracyOn(jpeg.copies),
  };
}

/** The lowest quality whose file has so many bytes, or the highest of all. */
async function jpegOfAtLeast(images: ImageBatch, bytes: number) {
  let [low, high] = [1, 100];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await imageFormatCopies(images, 'jpeg', 'batch', middle)).bytes >= bytes) high = middle;
    else low = middle + 1;
  }
  return { quality: low, ...(await imageFormatCopies(images, 'jpeg', 'batch', low)) };
}

import { mnist, stratifiedSubset } from '@aelab/datasets';
import { toUnitRange } from '@aelab/images';
import { tsne } from '@aelab/metrics/tsne';
import { compressorPoint, imageFormatPoint } from '../../rivals/index.js';
import { fitLine } from '../measurements/line-fit.js';
import type { Scale } from '../results.js';

/** JPEG and general compressors in bytes, the rates that JPEG's qualities reach, and how t-SNE's time grows. */
export async function facts(scale: Scale) {
  const { images } = stratifiedSubset(await mnist('test'), scale === 'quick' ? 300 : 2000, 0).dataset;
  const qualities = scale === 'quick' ? range(1, 100, 9) : range(1, 100, 1);
  const jpeg = [];
  for (const quality of qualities) jpeg.push(await imageFormatPoint(images, 'jpeg', 'image', quality));
  const rates = [...new Set(jpeg.map(({ bytesPerImage }) => bytesPerImage))].sort((a, b) => a - b);
  return {
    images: images.shape[0],
    jpeg: jpeg.map(({ bytesPerImage, mse }, i) => ({ quality: qualities[i], bytes: bytesPerImage, mse })),
    jpegLargestStep: Math.max(...rates.slice(1).map((rate, i) => rate / rates[i] - 1)),
    zipPerImage: compressorPoint(images, 'gzip', 'image').bytesPerImage,
    zipWhole: compressorPoint(images, 'gzip', 'batch').bytesPerImage,
    tsne: await tsneGrowth(scale === 'quick' ? [500, 1000, 2000] : [500, 1000, 2000, 4000]),
  };
}

/** Seconds of Barnes–Hut t-SNE over the number of points, and the power that fits best. */
async function tsneGrowth(sizes: readonly number[]) {
  const all = stratifiedSubset(await mnist('test'), sizes[sizes.length - 1], 0).dataset.images;
  const { data } = toUnitRange(all);
  const seconds: number[] = [];
  for (const n of [sizes[0], ...sizes]) {
    const started = performance.now();
    await tsne({ data: data.subarray(0, n * 784), shape: [n, 784] }, { iterations: 250 });
    seconds.push((performance.now() - started) / 1000);
  }
  const measured = seconds.slice(1); // the first only warms up
  return { sizes, seconds: measured, power: fitLine(sizes.map(Math.log), measured.map(Math.log)).slope };
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
}

import { readFileSync } from 'node:fs';
import { imageBatch, type ImageBatch } from '@aelab/images';
import { describe, expect, it } from 'vitest';
import * as distortion from './index.js';

/** Written by tools/golden/metrics-distortion.py. */
interface Golden {
  versions: Record<string, string>;
  cases: ({ side: number; channels: number; bandError: number[] } & Record<string, number>)[];
}
const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as Golden;

const of: Record<string, (x: ImageBatch, y: ImageBatch) => Float64Array> = {
  mse: distortion.mse,
  mae: distortion.mae,
  psnr: distortion.psnr,
  nrmseEuclidean: (x, y) => distortion.normalizedRootMse(x, y),
  nrmseMinMax: (x, y) => distortion.normalizedRootMse(x, y, 'minMax'),
  nrmseMean: (x, y) => distortion.normalizedRootMse(x, y, 'mean'),
  ssimWang: (x, y) => distortion.ssim(x, y),
  ssimSkimage: (x, y) => distortion.ssim(x, y, 'skimage'),
  ssimTorchmetrics: (x, y) => distortion.ssim(x, y, 'torchmetrics'),
  ssimPiq: (x, y) => distortion.ssim(x, y, 'piq'),
  binaryCrossEntropy: distortion.binaryCrossEntropy,
  gradientError: distortion.gradientError,
  sharpnessRatio: distortion.sharpnessRatio,
  msSsim: distortion.msSsim,
  reducedMsSsim: distortion.reducedMsSsim,
};
const versions = Object.entries(golden.versions).map((entry) => entry.join(' '));

describe.each(golden.cases)(`$side × $side × $channels, as ${versions.join(', ')}`, (figures) => {
  const [x, y] = pair(figures.side, figures.channels);
  const names = Object.keys(of).filter((name) => name in figures);

  it.each(names)('%s, to 12 digits', (name) => {
    expect(of[name](x, y)[0] / figures[name]).toBeCloseTo(1, 12);
  });

  it('the four bands, as SciPy’s cosine transform has them', () => {
    const bands = distortion.bandError(x, y);
    [bands.lumaLow, bands.lumaHigh, bands.chromaLow, bands.chromaHigh].forEach(([value], i) =>
      expect(value).toBeCloseTo(figures.bandError[i], 14),
    );
  });
});

function pattern(side: number, a: number, b: number, m: number): number[] {
  return Array.from({ length: side * side }, (_, k) => {
    const [i, j] = [Math.floor(k / side), k % side];
    return ((i * a + j * b + i * j) % m) / (m - 1);
  });
}

function pair(side: number, channels: number): [ImageBatch, ImageBatch] {
  const planes = (make: (c: number) => number[]) => {
    const all = Array.from({ length: channels }, (_, c) => make(c));
    return Float64Array.from(
      { length: side * side * channels },
      (_, k) => all[k % channels].at(Math.floor(k / channels)) ?? NaN,
    );
  };
  const x = planes((c) => pattern(side, 7 + 2 * c, 13, 32));
  const noise = planes((c) => pattern(side, 3, 5 + c, 17));
  const y = x.map((v, k) => Math.min(1, Math.max(0, 0.8 * v + 0.1 * noise[k])));
  return [imageBatch(x, [1, side, side, channels]), imageBatch(y, [1, side, side, channels])];
}

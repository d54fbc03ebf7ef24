import { imageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { describe, expect, it } from 'vitest';
import { catalog } from './catalog.js';
import { evaluate } from './evaluate.js';
import { mae, mse, psnrOfMeanMse, rmse, ssim } from './index.js';
import { mean } from './statistics/mean.js';

const { uniform } = random(0, 'evaluate');
const bytes = imageBatch(
  Uint8Array.from({ length: 12 * 32 * 32 }, () => 256 * uniform()),
  [12, 32, 32, 1],
);
const unit = imageBatch(
  Float32Array.from(bytes.data, (v) => v / 255),
  bytes.shape,
);
const reconstruction = imageBatch(
  unit.data.map((v) => 0.8 * v + 0.1 * uniform()),
  bytes.shape,
);
const labels = Array.from({ length: 12 }, (_, i) => i % 2);

describe('evaluate', () => {
  const result = evaluate(bytes, reconstruction, { seed: 0, labels, classNames: ['a', 'b'], resamples: 50 });

  it('has every metric of the catalog, or says why not', () => {
    const names = [...Object.keys(result.metrics), ...Object.keys(result.skipped)];
    expect(new Set(names)).toEqual(new Set(Object.keys(catalog)));
    expect(Object.keys(result.skipped)).toEqual(['msSsim']);
    expect(result.skipped['msSsim']).toContain('176');
  });
  it('brings both sides to [0, 1] and adds nothing of its own', () => {
    expect(result.n).toBe(12);
    expect(result.metrics['mse'].values).toEqual(mse(unit, reconstruction));
    expect(result.metrics['ssim'].mean).toBe(mean(ssim(unit, reconstruction)));
    expect(result.pooled.psnrOfMeanMse).toBe(psnrOfMeanMse(unit, reconstruction));
    expect(result.metrics['rmse'].perClass?.map(({ n }) => n)).toEqual([6, 6]);
    expect(result.ink?.map(({ label }) => label)).toEqual(['a', 'b']);
    const [lo, hi] = result.metrics['mae'].interval;
    expect(lo).toBeLessThan(result.metrics['mae'].mean);
    expect(hi).toBeGreaterThan(result.metrics['mae'].mean);
  });
  it('takes a metric of one’s own as a function', () => {
    const own = evaluate(bytes, reconstruction, { seed: 0, metrics: { own: mae, rmse: catalog.rmse } });
    expect(own.metrics['own'].values).toEqual(mae(unit, reconstruction));
    expect(own.metrics['rmse'].values).toEqual(rmse(unit, reconstruction));
    expect(own).not.toHaveProperty('ink');
    expect(own.metrics['own']).not.toHaveProperty('perClass');
  });
  it('says that overshooting values have no cross-entropy', () => {
    const over = imageBatch(
      unit.data.map((v) => 1.1 * v),
      unit.shape,
    );
    expect(evaluate(unit, over, { seed: 0, resamples: 9 }).skipped['binaryCrossEntropy']).toContain(
      'must lie in the range',
    );
  });
  it('lets an error that is not about the images through', () => {
    const broken = () => {
      throw new TypeError('broken');
    };
    expect(() => evaluate(unit, unit, { seed: 0, metrics: { broken } })).toThrow('broken');
  });
  it('refuses what cannot be judged', () => {
    const options = { seed: 0 };
    expect(() => evaluate(bytes, imageBatch(new Float32Array(4), [1, 2, 2, 1]), options)).toThrow(
      'evaluate: original has shape',
    );
    const nan = { ...unit, data: unit.data.map(() => NaN) as Float32Array };
    expect(() => evaluate(unit, nan, options)).toThrow('value 0 is NaN');
    const wrong = { ...bytes, range: [0, 1] } as const;
    expect(() => evaluate(wrong, unit, options)).toThrow('declare the range that the values are in');
    expect(() => evaluate(unit, unit, { ...options, labels })).toThrow('only one of labels and classNames');
    const none = imageBatch(new Float32Array(0), [0, 32, 32, 1]);
    expect(() => evaluate(none, none, options)).toThrow('0 images');
    expect(() => evaluate(unit, unit, { ...options, labels: [0], classNames: ['a'] })).toThrow(
      '12 values and 1 labels',
    );
  });
  it('judges one image, without intervals', () => {
    const one = imageBatch(new Float32Array(32 * 32).fill(0.5), [1, 32, 32, 1]);
    const { metrics, pooled } = evaluate(one, one, { seed: 0 });
    expect(metrics['psnr']).toMatchObject({ mean: Infinity, interval: [NaN, NaN] });
    expect(pooled.reconstructionDiversity).toBeNaN();
  });
});

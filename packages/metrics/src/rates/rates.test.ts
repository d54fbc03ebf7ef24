import { readFileSync } from 'node:fs';
import { random } from '@aelab/kernels/random';
import { describe, expect, it } from 'vitest';
import { curveThrough, integral, valueAt } from './curve.js';
import * as rates from './index.js';
import type { Interpolation, RateDistortionCurve } from './index.js';

/** Written by tools/golden/metrics-rates.py. */
interface Golden {
  versions: Record<string, string>;
  cases: {
    anchor: RateDistortionCurve;
    test: RateDistortionCurve;
    interpolation: Interpolation;
    rate: number | null;
    psnr: number | null;
  }[];
}
const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as Golden;
const { bdPsnr, bdRate, breakEvenImages, knee, kneeInterval } = rates;

describe(`bdRate and bdPsnr, as ${Object.entries(golden.versions).flat().join(' ')}`, () => {
  it.each(golden.cases)(
    '$interpolation: $rate %, $psnr dB',
    ({ anchor, test, interpolation, rate, psnr }) => {
      // The package's cubic is a polyfit in unscaled powers, good to 10 digits.
      const digits = interpolation === 'cubic' ? 9 : 12;
      for (const [delta, expected] of [
        [bdRate(anchor, test, interpolation).delta, rate],
        [bdPsnr(anchor, test, interpolation).delta, psnr],
      ] as const)
        if (expected === null) expect(delta).toBeNaN();
        else expect(delta / expected).toBeCloseTo(1, digits);
    },
  );
});

describe('bdRate', () => {
  const anchor = { rates: [100, 200, 400, 800], qualities: [30, 35, 39, 42] };
  it.each(['cubic', 'pchip', 'akima'] as const)(
    'by %s, is −50 % for half the rates, whatever the unit',
    (method) => {
      const half = { ...anchor, rates: anchor.rates.map((r) => r / 2) };
      expect(bdRate(anchor, half, method).delta).toBeCloseTo(-50, 11);
      expect(bdRate(half, anchor, method).delta).toBeCloseTo(100, 10);
      const bits = (c: RateDistortionCurve) => ({ ...c, rates: c.rates.map((r) => 8 * r) });
      const better = { rates: [90, 210, 390, 700], qualities: [30.5, 35.2, 39.1, 41.9] };
      expect(bdRate(bits(anchor), bits(better), method).delta).toBeCloseTo(
        bdRate(anchor, better, method).delta,
        10,
      );
    },
  );
  it('does not depend on the order of the settings', () => {
    const mixed = { rates: [400, 100, 800, 200], qualities: [39, 30, 42, 35] };
    expect(bdRate(anchor, mixed).delta).toBe(0);
    expect(bdPsnr(mixed, anchor).delta).toBe(0);
  });
  it('tells how much the curves share', () => {
    const shifted = { rates: anchor.rates, qualities: [36, 39, 42, 48] };
    expect(bdRate(anchor, shifted).overlap).toBeCloseTo(6 / 18, 15);
    const apart = { rates: anchor.rates, qualities: [50, 51, 52, 53] };
    expect(bdRate(anchor, apart)).toEqual({ delta: NaN, overlap: 0 });
  });
  it('refuses settings that make no curve', () => {
    const bad = (change: object) => () => bdRate(anchor, { ...anchor, ...change });
    expect(bad({ rates: [1, 2] })).toThrow('bdRate: there are 2 rates and 4 qualities');
    expect(bad({ rates: [0, 1, 2, 3] })).toThrow('rate 0 is 0');
    expect(bad({ qualities: [30, 35, 35, 42] })).toThrow('settings 1 and 2 of a curve lie at the same place');
    expect(bad({ qualities: [30, 35, 39, Infinity] })).toThrow('not finite');
    expect(() => bdRate(anchor, { rates: [1, 2, 3], qualities: [1, 2, 3] }, 'cubic')).toThrow(
      'cubic needs 4',
    );
    expect(() => bdRate(anchor, anchor, 'linear' as never)).toThrow(
      'interpolation is linear; it must be one of cubic',
    );
    expect(() => bdPsnr(anchor, { rates: [1], qualities: [1] })).toThrow(
      'bdPsnr: a curve has 1 settings; akima needs 2',
    );
    expect(() => bdPsnr(anchor, { rates: [1, 2], qualities: [1] })).toThrow('bdPsnr: there are 2 rates');
    expect(() => bdRate(anchor, { rates: [1], qualities: [1] })).toThrow('bdRate: a curve has 1 settings');
  });
});

describe('curves', () => {
  const x = [0, 1, 2.5, 3, 5, 6];
  const y = [0, 2, 2.5, 6, 6.5, 9];
  it.each(['pchip', 'akima'] as const)(
    '%s passes through its points and integrates as Simpson does',
    (method) => {
      const curve = curveThrough(x, y, method);
      x.forEach((at, i) => expect(valueAt(curve, at)).toBeCloseTo(y[i], 13));
      let simpson = 0;
      const h = 0.0005;
      for (let k = 0; k < 6 / h; k++)
        simpson +=
          (h / 6) * (valueAt(curve, k * h) + 4 * valueAt(curve, (k + 0.5) * h) + valueAt(curve, (k + 1) * h));
      expect(integral(curve, 0, 6)).toBeCloseTo(simpson, 8);
      expect(integral(curve, 0.4, 3.3) + integral(curve, 3.3, 6)).toBeCloseTo(integral(curve, 0.4, 6), 12);
    },
  );
  it('pchip never leaves the points’ monotony', () => {
    const curve = curveThrough(x, y, 'pchip');
    for (let at = 0; at < 6; at += 0.01)
      expect(valueAt(curve, at + 0.01)).toBeGreaterThanOrEqual(valueAt(curve, at));
  });
  it('pchip limits the slopes at its ends, as scipy 1.17.1 does', () => {
    const zigzag = curveThrough([0, 1, 2, 3], [0, 1, -3, -2], 'pchip');
    expect(valueAt(zigzag, 0.5)).toBeCloseTo(0.875, 14);
    expect(valueAt(zigzag, 2.5)).toBeCloseTo(-2.875, 14);
    const steep = curveThrough([0, 1, 2, 3], [0, 1, 5, 3], 'pchip');
    expect(valueAt(steep, 0.5)).toBeCloseTo(0.3, 14);
    expect(integral(steep, 0, 3)).toBeCloseTo(7.916666666666667, 14);
  });
  it.each(['cubic', 'pchip', 'akima'] as const)('%s scales with its values', (method) => {
    const steep = [0, 1, 5, 3, 3, 2];
    const scaled = curveThrough(
      x,
      steep.map((v) => 7 * v),
      method,
    );
    for (const at of [0.2, 1.7, 4, 5.5])
      expect(valueAt(scaled, at)).toBeCloseTo(7 * valueAt(curveThrough(x, steep, method), at), 12);
  });
  it('cubic is exact for a cubic, and the mean for points at random about it', () => {
    const f = (t: number) => 2 - t + 0.3 * t ** 2 + 0.1 * t ** 3;
    const curve = curveThrough(x, x.map(f), 'cubic');
    for (const at of [0.3, 4, 5.9]) expect(valueAt(curve, at)).toBeCloseTo(f(at), 12);
  });
});

describe('knee', () => {
  it('of 1/x on [1, 100] is where the slope equals that of the chord, x = 10', () => {
    const x = Array.from({ length: 397 }, (_, i) => 1 + i / 4);
    const found = knee(
      x,
      x.map((v) => 1 / v),
    );
    expect(found.x).toBeCloseTo(10, 1);
    expect(found.depth).toBeCloseTo(9 / 11 / Math.SQRT2, 5);
  });
  it('does not depend on units', () => {
    const x = [1, 2, 4, 8, 16];
    const y = [0.06, 0.03, 0.02, 0.015, 0.013];
    const scaled = knee(
      x.map((v) => 7 * v + 3),
      y.map((v) => 100 * v),
    );
    expect(scaled.x).toBeCloseTo(7 * knee(x, y).x + 3, 10);
    expect(scaled.depth).toBeCloseTo(knee(x, y).depth, 12);
  });
  it('of a straight line has no depth, and of a bulge none either', () => {
    expect(knee([1, 2, 3], [3, 2, 1]).depth).toBeCloseTo(0, 12);
    expect(knee([1, 2, 3], [3, 2.9, 1])).toMatchObject({ x: 1, depth: 0 });
  });
  it('has an interval that narrows with more cases', () => {
    const { normal } = random(0, 'knee');
    const x = [1, 2, 4, 8, 16, 32];
    const width = (n: number) => {
      const figures = x.map((rate) => Float64Array.from({ length: n }, () => 1 / rate + 0.1 * normal()));
      const { interval } = kneeInterval(x, figures, { seed: 0, resamples: 300 });
      expect(interval[0]).toBeLessThanOrEqual(interval[1]);
      return interval[1] - interval[0];
    };
    expect(width(1000)).toBeLessThan(0.6 * width(20));
  });
  it('of figures is that of their mean curve, with a wider interval at a higher level', () => {
    const x = [1, 2, 3, 4, 5];
    const figures = [
      [10, 14, 9],
      [4, 6, 3],
      [2, 3, 4],
      [1.5, 2, 1],
      [1, 1.5, 2],
    ];
    const at = (level: number) => kneeInterval(x, figures, { seed: 0, level });
    const { interval, ...estimate } = at(0.95);
    const means = figures.map((cases) => cases.reduce((a, b) => a + b) / 3);
    expect(estimate).toEqual(knee(x, means));
    expect(interval[1] - interval[0]).toBeGreaterThan(at(0.5).interval[1] - at(0.5).interval[0]);
    expect(at(0.5).interval[0]).toBeLessThanOrEqual(at(0.5).interval[1]);
  });
  it('refuses curves without a knee to look for', () => {
    expect(() => knee([1, 2, 3], [3, 2])).toThrow('3 rates and 2 distortions');
    expect(() => knee([1, 2, 3], [3, 2, 4])).toThrow('goes from 3 to 4');
    expect(() => knee([1, 2], [2, 1])).toThrow('3 or more');
    expect(() => knee([1, 1, 2], [3, 2, 1])).toThrow('rate 1 is 1 after 1');
    expect(() => knee([1, 2, 3], [1, 2, 3])).toThrow('it must fall');
    expect(() => kneeInterval([1, 2, 3], [[3], [2, 2], [1]], { seed: 0 })).toThrow('rate 1 has 2 cases');
    expect(() => kneeInterval([], [], { seed: 0 })).toThrow('rate 0 has 0 cases');
  });
});

describe('breakEvenImages', () => {
  it.each([
    [437_824, 784, 64, 609],
    [109_456, 784, 64, 153],
    [437_824, 205.66, 64, 3091],
    [2620, 22, 2, 131],
    [0, 22, 2, 0],
  ])('of %f bytes, %f against %f per image, is %i', (model, original, compressed, images) => {
    expect(breakEvenImages(model, original, compressed)).toBe(images);
  });
  it('is never reached by a code no smaller than its image', () => {
    expect(breakEvenImages(1, 64, 64)).toBe(Infinity);
    expect(() => breakEvenImages(-1, 64, 3)).toThrow('modelBytes is -1');
  });
});

describe('rates', () => {
  it('of one bitstream: bits per pixel are those per dimension times channels', () => {
    const shape = [10, 32, 32, 3];
    expect(rates.bitsPerPixel(9999, shape)).toBeCloseTo(3 * rates.bitsPerDimension(9999, shape), 14);
  });
  it('name a reduction by what is gone: 50, 90, 95 and 99 % of 784', () => {
    const percents = [392, 78.4, 39.2, 7.84].map((latents) =>
      rates.compressionPercent(rates.dimensionReduction(784, latents)),
    );
    [50, 90, 95, 99].forEach((percent, i) => expect(percents[i]).toBeCloseTo(percent, 12));
    expect(rates.compressionPercent(0.5)).toBe(-100);
  });
  it('count bytes over bytes, and eight bits to a byte, of nothing too', () => {
    expect(rates.compressionRatio(784, 128)).toBe(6.125);
    expect(rates.bitsPerPixel(100, [2, 5, 5, 2])).toBe(16);
    expect(rates.bitsPerDimension(100, [2, 5, 5, 2])).toBe(8);
    expect(rates.bitsPerPixel(0, [2, 5, 5, 2])).toBe(0);
  });
  it('refuse sizes that are none', () => {
    expect(() => rates.dimensionReduction(784, 0)).toThrow('dimensionReduction: latentValues is 0');
    expect(() => rates.compressionRatio(NaN, 1)).toThrow('compressionRatio: originalBytes is NaN');
    expect(() => rates.compressionPercent(-1)).toThrow('compressionPercent: reduction is -1');
    expect(() => rates.bitsPerPixel(-1, [1, 2, 2, 1])).toThrow('bitsPerPixel: bytes is -1');
    expect(() => rates.bitsPerDimension(1, [0, 2, 2, 1])).toThrow('bitsPerDimension: places is 0');
  });
  it('never break even with a code that is as long as its image, or longer', () => {
    expect([0, 1000].map((model) => rates.breakEvenImages(model, 10, 10))).toEqual([Infinity, Infinity]);
    expect(rates.breakEvenImages(1000, 5, 10)).toBe(Infinity);
  });
});

describe('estimatedBitsPerPixel', () => {
  it('is the number of bits for uniform symbols, per dimension', () => {
    const symbols = Array.from({ length: 256 * 2 }, (_, i) => (i % 2 ? 7 : i >> 1));
    expect(rates.estimatedBitsPerPixel(symbols, 2, [256, 2, 2, 1])).toBeCloseTo(8 / 4, 14);
  });
  it('is 1.5 bits for shares of ½, ¼ and ¼, with negative symbols too', () => {
    expect(rates.estimatedBitsPerPixel([0, 0, -3, 5], 1, [4, 1, 1, 3])).toBe(1.5);
  });
  it('refuses what is not quantised or not n·d', () => {
    expect(() => rates.estimatedBitsPerPixel([0.5, 1], 1, [2, 1, 1, 1])).toThrow('symbol 0 is 0.5');
    expect(() => rates.estimatedBitsPerPixel([1], 3, [2, 1, 1, 1])).toThrow('2 images of 3 latents have 6');
    for (const shape of [
      [0, 2, 2, 1],
      [1, 0, 2, 1],
      [1, 2, 0, 1],
    ])
      expect(() => rates.estimatedBitsPerPixel([], 0, shape)).toThrow('estimatedBitsPerPixel: pixels is 0');
  });
});

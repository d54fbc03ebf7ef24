import { readFileSync } from 'node:fs';
import { random } from '@aelab/kernels/random';
import { describe, expect, it } from 'vitest';
import * as latents from './index.js';

/** Written by tools/golden/metrics-latents.py. */
interface Golden {
  versions: Record<string, string>;
  effectiveRank: number;
  participationRatio: number;
  correlations: number[];
  linearProbe: number;
  etaSquared: number;
  cohensD: number[];
  histogram: number[];
  intrinsicDimension: number;
}
const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as Golden;
const points = (rows: readonly (readonly number[])[]) =>
  ({ data: Float64Array.from(rows.flat()), shape: [rows.length, rows[0].length] }) as const;

const table = Array.from({ length: 300 }, (_, i) => {
  const row = [0, 1, 2, 3].map(
    (j) => ((i * (37 + 10 * j) + 101 * j + i * j * j) % (97 + 2 * j)) / 97 + (i % 3 === j % 3 ? 0.3 : 0),
  );
  return [...row, row[0] * 0.5 + row[1] * 0.1];
});
const labels = table.map((_, i) => i % 3);
const names = ['a', 'b', 'c'];

describe(`as ${Object.entries(golden.versions).flat().join(' ')}`, () => {
  it('effectiveRank, participationRatio and unitCorrelations', () => {
    expect(latents.effectiveRank(points(table))).toBeCloseTo(golden.effectiveRank, 11);
    expect(latents.participationRatio(points(table))).toBeCloseTo(golden.participationRatio, 12);
    latents
      .unitCorrelations(points(table))
      .forEach((r, i) => expect(r).toBeCloseTo(golden.correlations[i], 13));
  });
  it('linearProbeAccuracy, which is RidgeClassifier', () => {
    const part = (from: number, to: number) => ({
      latents: points(table.slice(from, to)),
      labels: labels.slice(from, to),
    });
    expect(latents.linearProbeAccuracy(part(0, 200), part(200, 300), 3)).toBe(golden.linearProbe);
  });
  it('unitSummary: η², Cohen’s d and the histogram', () => {
    const values = table.map(([first]) => first);
    const summary = latents.unitSummary(values, labels, names, { seed: 0, bins: 7 });
    expect(summary.etaSquared).toBeCloseTo(golden.etaSquared, 13);
    expect(summary.cohensD[0][1]).toBeCloseTo(golden.cohensD[0], 13);
    expect(summary.cohensD[2][0]).toBeCloseTo(-golden.cohensD[1], 13);
    expect(summary.histogram.counts[1]).toEqual(golden.histogram);
  });
  it('intrinsicDimension, which is TwoNN', () => {
    const four = table.map((row) => row.slice(0, 4));
    expect(latents.intrinsicDimension(points(four))).toBeCloseTo(golden.intrinsicDimension, 9);
  });
});

const { normal } = random(0, 'latents');
const gaussian = (n: number, d: number) => Array.from({ length: n }, () => Array.from({ length: d }, normal));

describe('unitSummary', () => {
  it('counts every image once and puts the greatest into the last bin', () => {
    const { histogram } = latents.unitSummary([0, 1, 2, 3], [0, 0, 1, 1], ['a', 'b'], { seed: 0, bins: 3 });
    expect(histogram).toEqual({
      edges: [0, 1, 2, 3],
      counts: [
        [1, 1, 0],
        [0, 0, 2],
      ],
    });
  });
  it('has η² and |d| that know neither sign nor scale', () => {
    const values = table.map(([, second]) => second);
    const [one, other] = [values, values.map((v) => 5 - 3 * v)].map((v) =>
      latents.unitSummary(v, labels, names, { seed: 0 }),
    );
    expect(other.etaSquared).toBeCloseTo(one.etaSquared, 12);
    expect(other.cohensD[0][1]).toBeCloseTo(-one.cohensD[0][1], 12);
  });
  it('has no figure of spread where there is none', () => {
    const flat = latents.unitSummary([2, 2, 2, 2], [0, 0, 1, 3], ['a', 'b', 'empty', 'one'], {
      seed: 0,
      bins: 2,
    });
    expect(flat.etaSquared).toBeNaN();
    expect(flat.cohensD[0]).toEqual([0, NaN, NaN, NaN]);
    expect(flat.perClass.map(({ sd }) => sd)).toEqual([0, NaN, NaN, NaN]);
    expect(flat.histogram.counts[0]).toEqual([2, 0]);
    expect(latents.unitSummary([1], [0], ['a'], { seed: 0 }).etaSquared).toBeNaN();
    expect(() => latents.unitSummary([NaN], [0], ['a'], { seed: 0 })).toThrow('value 0 is NaN');
  });
});

describe('the spectrum of latents', () => {
  it('has as many dimensions as equal directions', () => {
    const isotropic = points(gaussian(4000, 6));
    expect(latents.effectiveRank(isotropic)).toBeGreaterThan(5.98);
    expect(latents.participationRatio(isotropic)).toBeGreaterThan(5.9);
    expect(latents.participationRatio(isotropic)).toBeLessThanOrEqual(6);
  });
  it('sees rank 1 whatever the number of units', () => {
    const line = points(Array.from({ length: 50 }, (_, i) => [i, 2 * i, -i]));
    expect(latents.effectiveRank(line)).toBeCloseTo(1, 12);
    expect(latents.participationRatio(line)).toBeCloseTo(1, 12);
  });
  it('is undefined for latents that do not vary', () => {
    const constant = points([
      [1, 2],
      [1, 2],
    ]);
    expect(latents.effectiveRank(constant)).toBeNaN();
    expect(latents.participationRatio(constant)).toBeNaN();
    expect(latents.unitCorrelations(constant)[1]).toBeNaN();
    expect(latents.deadUnits(constant)).toEqual([0, 1]);
  });
  it('refuses too few images and what is not finite', () => {
    expect(() => latents.effectiveRank(points([[1, 2]]))).toThrow('effectiveRank: there are 1 images');
    expect(() =>
      latents.deadUnits(
        points([
          [1, NaN],
          [1, 2],
        ]),
      ),
    ).toThrow('deadUnits: value 1 is NaN');
  });
  it('finds units that say nothing beside the liveliest', () => {
    const rows = gaussian(100, 3).map(([a, b, c]) => [100 * a, 0.5 * b, 0.01 * c]);
    expect(latents.deadUnits(points(rows))).toEqual([2]);
  });
});

describe('intrinsicDimension', () => {
  it('sees the plane in five units, and one point for twins', () => {
    const plane = gaussian(800, 2).map(([a, b]) => [a, b, a + b, a - 2 * b, 3 * b]);
    const estimate = latents.intrinsicDimension(points(plane));
    expect(Math.abs(estimate - 2)).toBeLessThan(0.25);
    expect(latents.intrinsicDimension(points([...plane, ...plane]))).toBe(estimate);
  });
  it('needs three different points', () => {
    expect(() => latents.intrinsicDimension(points([[1], [1], [2]]))).toThrow('there are 2 different points');
  });
});

describe('linearProbeAccuracy', () => {
  const apart = gaussian(90, 4).map((row, i) => row.map((v, j) => v + (i % 3 === j ? 12 : 0)));
  const set = { latents: points(apart), labels: apart.map((_, i) => i % 3) };
  it('finds classes that lie apart, wherever the origin is, and chance where they do not', () => {
    expect(latents.linearProbeAccuracy(set, set, 3)).toBe(1);
    const moved = { ...set, latents: points(apart.map((row) => row.map((v) => v + 500))) };
    expect(latents.linearProbeAccuracy(moved, moved, 3)).toBe(1);
    const nothing = {
      latents: points(gaussian(3000, 4)),
      labels: Array.from({ length: 3000 }, (_, i) => i % 3),
    };
    expect(latents.linearProbeAccuracy(nothing, nothing, 3)).toBeLessThan(0.4);
  });
  it('refuses sets that do not fit', () => {
    const narrow = { latents: points([[1]]), labels: [0] };
    expect(() => latents.linearProbeAccuracy(set, narrow, 3)).toThrow(
      'train latents have 4 units and test latents 1',
    );
    expect(() => latents.linearProbeAccuracy(set, { ...set, labels: [0] }, 3)).toThrow(
      'test has 90 latents and 1 labels',
    );
    expect(() => latents.linearProbeAccuracy(set, set, 2)).toThrow('from 0 to 1');
  });
});

describe('plans', () => {
  const seen = points(gaussian(500, 3));
  it('traversal moves one unit per row and keeps the others', () => {
    const { latents: plan, rows, columns } = latents.traversalPlan(seen, [7, 8, 9], 5, [2, 0]);
    expect([rows, columns, ...plan.shape]).toEqual([2, 5, 10, 3]);
    const row = (i: number) => [...plan.data.slice(3 * i, 3 * i + 3)];
    for (let i = 0; i < 5; i++) expect(row(i).slice(0, 2)).toEqual([7, 8]);
    for (let i = 5; i < 10; i++) expect(row(i).slice(1)).toEqual([8, 9]);
    expect(row(0)[2]).toBeLessThan(-2);
    expect(row(4)[2]).toBeGreaterThan(2);
    expect(latents.traversalPlan(seen, [0, 0, 0], 2).rows).toBe(3);
  });
  it('both blends start and end at their ends; the arc keeps the length', () => {
    const [from, to] = [
      [3, 0, 4],
      [0, 5, 0],
    ];
    for (const plan of [latents.interpolationPlan(from, to, 7), latents.sphericalPlan(from, to, 7)]) {
      expect([...plan.latents.data.slice(0, 3)]).toEqual(from);
      [...plan.latents.data.slice(-3)].forEach((v, j) => expect(v).toBeCloseTo(to[j], 6));
    }
    const { data } = latents.sphericalPlan(from, to, 7).latents;
    for (let i = 0; i < 7; i++) expect(Math.hypot(...data.slice(3 * i, 3 * i + 3))).toBeCloseTo(5, 5);
    expect([...latents.sphericalPlan([1, 0], [1, 0], 3).latents.data]).toEqual([1, 0, 1, 0, 1, 0]);
  });
  it('refuse sizes that do not fit', () => {
    expect(() => latents.interpolationPlan([1], [1, 2], 3)).toThrow('a latent has 2 values and another 1');
    expect(() => latents.interpolationPlan([1], [2], 1)).toThrow('columns is 1');
    expect(() => latents.sphericalPlan([0], [2], 3)).toThrow('both must have a direction');
    expect(() => latents.traversalPlan(seen, [1, 2, 3], 3, [3])).toThrow(
      'unit is 3; the latents have units 0 to 2',
    );
    expect(() => latents.traversalPlan(seen, [1], 3)).toThrow('a latent has 1 values and another 3');
  });
});

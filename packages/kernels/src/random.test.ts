import { describe, expect, it } from 'vitest';
import { deriveSeed, permutation, random, shuffle } from './random.js';

const draw = (n: number, next: () => number) => Array.from({ length: n }, next);

describe('random', () => {
  it('repeats itself for a seed and differs between seeds and labels', () => {
    const first = draw(8, random(7).uint32);
    expect(draw(8, random(7).uint32)).toEqual(first);
    expect(draw(8, random(8).uint32)).not.toEqual(first);
    expect(draw(8, random(7, 'noise').uint32)).not.toEqual(first);
    expect(draw(8, random(7, 'noise', 1).uint32)).not.toEqual(draw(8, random(7, 'noise1').uint32));
  });

  it('keeps its numbers from release to release', () => {
    expect(draw(4, random(0).uint32)).toMatchInlineSnapshot(`
      [
        1789933344,
        44971166,
        2521387044,
        3848737593,
      ]
    `);
  });

  it('is uniform: mean 1/2, variance 1/12, every tenth as full', () => {
    const { uniform } = random(1);
    const values = draw(100_000, uniform);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.004);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.001);
    const bins = new Array<number>(10).fill(0);
    for (const v of values) bins[Math.floor(v * 10)]++;
    for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it('is normal: mean 0, variance 1, fourth moment 3', () => {
    const { normal } = random(2);
    const values = draw(200_000, normal);
    const moment = (k: number) => values.reduce((a, b) => a + b ** k, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.01);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.015);
    expect(Math.abs(moment(3))).toBeLessThan(0.04);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.1);
  });

  it('draws whole numbers without bias and refuses an impossible bound', () => {
    const { integer } = random(3);
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) counts[integer(3)]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    expect(() => integer(0)).toThrow('n is 0');
  });

  it('refuses a seed that is not a 32-bit whole number', () => {
    for (const seed of [-1, 0.5, NaN, 2 ** 32]) expect(() => random(seed)).toThrow(`seed is ${seed}`);
  });
});

describe('deriveSeed', () => {
  it('has no collision among many labels', () => {
    const seeds = new Set(Array.from({ length: 10_000 }, (_, i) => deriveSeed(0, 'epoch', i)));
    expect(seeds.size).toBe(10_000);
  });
});

describe('shuffle', () => {
  it('puts every item in every place equally often', () => {
    const generator = random(4);
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    for (let t = 0; t < 20_000; t++)
      shuffle([0, 1, 2, 3], generator).forEach((item, place) => counts[item][place]++);
    for (const count of counts.flat()) expect(Math.abs(count - 5_000)).toBeLessThan(300);
  });
});

describe('permutation', () => {
  it('holds every number once', () => {
    expect([...permutation(100, random(5))].sort((a, b) => a - b)).toEqual([...Array(100).keys()]);
  });
});

import { imageBatch } from '@aelab/images';
import { describe, expect, it, vi } from 'vitest';
import { evaluate } from '../evaluate.js';
import { mse } from '../distortion/mse.js';
import { classRows, imageRows } from '../tables.js';
import { fromDataFrame, toDataFrame } from './danfo.js';
import { fromTensor } from './tensor.js';

const images = imageBatch(
  Float32Array.from({ length: 6 * 4 }, (_, i) => i / 24),
  [6, 2, 2, 1],
);
const blank = imageBatch(new Float32Array(24), [6, 2, 2, 1]);
const classes = { labels: [0, 1, 0, 1, 1, 0], classNames: ['even', 'odd'] };
const evaluation = evaluate(images, blank, { seed: 0, metrics: { mse }, ...classes });

describe('tables', () => {
  it('hold what the evaluation does', () => {
    const rows = imageRows(evaluation, classes);
    expect(rows[4]).toEqual({ image: 4, label: 'odd', mse: evaluation.metrics['mse'].values[4] });
    const [even] = classRows(evaluation);
    expect(even).toMatchObject({ label: 'even', n: 3 });
    expect(Number(even['mseLow'])).toBeLessThan(Number(even['mse']));
    expect(classRows(evaluate(images, blank, { seed: 0, metrics: { mse } }))).toEqual([]);
    expect(() => imageRows(evaluation, { ...classes, labels: [0] })).toThrow('6 images and 1 labels');
  });
});

describe('danfojs', () => {
  it('takes rows, groups them, and gives them back', async () => {
    const rows = [...imageRows(evaluation, classes), { image: 6, label: 'odd', mse: Infinity }];
    const frame = await toDataFrame(rows);
    expect(frame.shape).toEqual([7, 3]);
    expect(fromDataFrame(frame)).toEqual(rows);
    const means = fromDataFrame(frame.head(6).groupby(['label']).col(['mse']).mean());
    const expected = evaluation.metrics['mse'].perClass?.map(({ mean }) => mean) ?? [];
    means.forEach((row, c) => expect(row['mse_mean']).toBeCloseTo(expected[c], 12));
  });
  it('refuses rows that make no table', async () => {
    await expect(toDataFrame([])).rejects.toThrow('0 rows');
    await expect(toDataFrame([{ a: 1 }, { b: 1 }])).rejects.toThrow('row 1 has columns [b] and row 0 [a]');
  });
  it('says how to get it where it is not installed', async () => {
    vi.doMock('danfojs-node', () => {
      throw new Error('Cannot find package');
    });
    vi.resetModules();
    const without = await import('./danfo.js');
    await expect(without.toDataFrame([{ a: 1 }])).rejects.toThrow('npm install danfojs-node');
  });
});

describe('fromTensor', () => {
  const tensor = (shape: number[], data: ArrayLike<number>) => ({ shape, data: () => data });
  it('keeps floats and bytes as they are, and their declared range', async () => {
    const batch = await fromTensor(tensor([6, 2, 2, 1], images.data), [0, 1]);
    expect(batch).toEqual(images);
    expect(batch.data).toBe(images.data);
    expect((await fromTensor(tensor([1, 1, 1], [7]), [0, 255])).data).toEqual(new Float32Array([7]));
  });
  it('refuses shapes and values that are no images', async () => {
    await expect(fromTensor(tensor([4, 4], []), [0, 1])).rejects.toThrow('shape [4,4]');
    await expect(fromTensor(tensor([1, 1, 1], [7]), [0, 1])).rejects.toThrow('value 0 is 7');
  });
});

import { encodeNpy } from '@aelab/images';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { npyDataset } from './npy-dataset.js';

const folder = mkdtempSync(join(tmpdir(), 'aelab-npy-'));
afterAll(() => rmSync(folder, { recursive: true }));
function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}
const images = write('images.npy', encodeNpy({ data: Float32Array.of(0, 0.5, 1), shape: [3, 1, 1] }));

describe('npyDataset', () => {
  it('reads images without labels', async () => {
    const dataset = await npyDataset(images, { range: [0, 1] });
    expect(dataset.images).toEqual({ data: Float32Array.of(0, 0.5, 1), shape: [3, 1, 1, 1], range: [0, 1] });
    expect(dataset.classNames).toEqual(['unlabeled']);
    expect(dataset.provenance.checksums['images.npy']).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['an int64 array', 'labels.npy', encodeNpy({ data: BigInt64Array.of(10n, 9n, 10n), shape: [3] })],
    ['a CSV table', 'labels.csv', 'label\n10\n9\n10\n'],
  ])('reads labels of %s', async (_, name, content) => {
    const { labels, classNames } = await npyDataset(images, { range: [0, 1], labels: write(name, content) });
    expect(classNames).toEqual(['9', '10']);
    expect([...labels]).toEqual([1, 0, 1]);
  });

  it('refuses labels that are not one per image', async () => {
    const two = write('two.csv', 'label\n1\n2\n');
    await expect(npyDataset(images, { range: [0, 1], labels: two })).rejects.toThrow(
      'has 2 labels for 3 images',
    );
    const square = write('square.npy', encodeNpy({ data: new Uint8Array(4), shape: [2, 2] }));
    await expect(npyDataset(images, { range: [0, 1], labels: square })).rejects.toThrow('labels are [n]');
  });
});

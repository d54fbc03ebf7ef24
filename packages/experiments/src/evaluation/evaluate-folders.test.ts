import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { recordJson } from '@aelab/viz';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.js';
import { evaluateFolders, type ShardRunner } from './evaluate-folders.js';
import { evaluatePair, type EvaluatedPair } from './evaluate-pair.js';
import { evaluateFiles } from './evaluate-sources.js';
import { openImageFolder, readImageFolder } from './image-folder.js';
import { measureShard } from './measure-shard.js';

let home: string;
const at = (name: string) => join(home, name);

/** More images than a block holds, with more places than are counted in a pass. */
const [n, height, width] = [33, 64, 513];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab folders '));
  const { uniform } = random(3);
  for (const folder of ['x', 'y', 'colour', 'blurred']) await mkdir(at(folder));
  const write = (file: string, value: (i: number) => number, shape: readonly [number, number, 1 | 3]) =>
    sharp(
      Uint8Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => value(i)),
      {
        raw: { height: shape[0], width: shape[1], channels: shape[2] },
      },
    )
      .toColourspace(shape[2] === 1 ? 'b-w' : 'srgb')
      .png({ compressionLevel: 1 })
      .toFile(at(file));
  for (let k = 0; k < n; k++) {
    const name = String(k).padStart(2, '0');
    const grey = (i: number) => ((i % width) + 3 * k) % 256;
    await write(`x/${name}.png`, grey, [height, width, 1]);
    await write(`y/${name}.png`, (i) => grey(i) * (0.8 + 0.01 * (k % 7)), [height, width, 1]);
  }
  for (let k = 0; k < 5; k++) {
    await write(`colour/${k}.png`, () => 256 * uniform(), [12, 13, 3]);
    await write(`blurred/${k}.png`, () => 90 + 60 * uniform(), [12, 13, 3]);
  }
});
afterAll(() => rm(home, { recursive: true }));

/** A worker elsewhere: tasks and answers are copied on the way. */
const elsewhere: ShardRunner = async (task) => structuredClone(await measureShard(structuredClone(task)));

async function byWorkers(workers: number, x: string, y: string): Promise<EvaluatedPair> {
  const folders = [await openImageFolder(at(x)), await openImageFolder(at(y))] as const;
  const options = { seed: 0, metrics: ['mae', 'sharpnessRatio', 'msSsim'], workers, run: elsewhere };
  return evaluateFolders(...folders, { originals: x, reconstructions: y }, options);
}

function bytesOf({ record, perImage }: EvaluatedPair): string {
  return recordJson({ ...record, environment: {} }) + recordJson(perImage);
}

describe('evaluateFolders', () => {
  it.each([
    ['x', 'y', [2]],
    ['colour', 'blurred', [2, 3, 40]],
  ])('gives the same bytes whatever the number of workers (%s)', async (x, y, others) => {
    const one = bytesOf(await byWorkers(1, x, y));
    for (const workers of others) expect(bytesOf(await byWorkers(workers, x, y))).toBe(one);
  });

  it.each([
    ['x', 'y'],
    ['colour', 'blurred'],
  ])('gives the figures of all images at once (%s)', async (x, y) => {
    const [{ images: originals }, { images: others }] = [
      await readImageFolder(at(x)),
      await readImageFolder(at(y)),
    ];
    const sources = { originals: x, reconstructions: y };
    const whole = evaluatePair(originals, others, sources, {
      seed: 0,
      metrics: ['mae', 'sharpnessRatio', 'msSsim'],
    });
    const { record, perImage } = await byWorkers(2, x, y);
    expect(perImage).toEqual(whole.perImage);
    for (const block of ['data', 'test', 'metrics', 'skipped'] as const)
      expect(record[block]).toEqual(whole.record[block]);
    expect(figuresIn(record.floors)).toEqual(figuresIn(whole.record.floors).map(close));
    expect(figuresIn(record.pooled)).toEqual(figuresIn(whole.record.pooled).map(close));
  });

  it('is what two folders are judged by, with labels where they are given', async () => {
    const sources = { originals: at('colour'), reconstructions: at('blurred') };
    await writeFile(at('labels.npy'), encodeNpy({ data: Uint8Array.of(0, 1, 0, 1, 0), shape: [5] }));
    const options = { seed: 0, metrics: ['mae'] };
    const { record } = await evaluateFiles(sources, { ...options, labels: at('labels.npy') });
    expect(record.test.perClass.map(({ n }) => n)).toEqual([3, 2]);
    await writeFile(at('few.npy'), encodeNpy({ data: Uint8Array.of(0, 1), shape: [2] }));
    const refused = evaluateFiles(sources, { ...options, labels: at('few.npy') });
    await expect(refused).rejects.toThrow(/few\.npy has 2 for 5 images; each needs one/);
    await expect(refused).rejects.toBeInstanceOf(UsageError);
    await expect(evaluateFiles({ ...sources, reconstructions: at('x') }, options)).rejects.toThrow(
      /image 1 is 0 among the originals and 00 among/,
    );
  });
});

/** Values of a block and its blocks, in the order of their names. */
function figuresIn(block: object): number[] {
  return Object.keys(block)
    .sort()
    .flatMap((name) => {
      const value = (block as Record<string, number | object>)[name];
      return typeof value === 'number' ? [value] : figuresIn(value);
    });
}

/** In memory pixels are rounded to Float32 before they are added up. */
function close(value: number): unknown {
  return Number.isFinite(value) ? expect.closeTo(value, 6) : value;
}

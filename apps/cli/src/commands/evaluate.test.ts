import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../testing/run-cli.js';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab evaluate '));
  for (const [folder, factor] of [
    ['x', 1],
    ['y', 0.9],
  ] as const) {
    await mkdir(join(home, folder));
    for (let k = 0; k < 7; k++)
      await sharp(
        Uint8Array.from({ length: 16 * 16 }, (_, i) => factor * ((7 * i + 31 * k) % 256)),
        {
          raw: { height: 16, width: 16, channels: 1 },
        },
      )
        .toColourspace('b-w')
        .toFile(join(home, folder, `${k}.png`));
  }
});
afterAll(() => rm(home, { recursive: true }));

const evaluate = (workers: string) =>
  runCli(
    [
      'evaluate',
      '--originals',
      'x',
      '--reconstructions',
      'y',
      '--workers',
      workers,
      '--out',
      `by ${workers}`,
    ],
    { cwd: home },
  );

async function written(workers: string): Promise<string> {
  const file = (name: string) => readFile(join(home, `by ${workers}`, name), 'utf8');
  return (await file('evaluation.json')).replace(/"date": .*/, '') + (await file('per-image.csv'));
}

describe('aelab evaluate --workers', () => {
  it('writes the same bytes by 1, 2 and 3 processes', async () => {
    for (const workers of ['1', '2', '3'])
      expect(await evaluate(workers)).toMatchObject({ status: 0, stderr: '' });
    expect(await written('2')).toBe(await written('1'));
    expect(await written('3')).toBe(await written('1'));
  });

  it('says what a process could not read, with status 2', async () => {
    await writeFile(join(home, 'y', '5.png'), 'no picture');
    const { status, stderr } = await evaluate('2');
    expect(stderr).toContain('5.png cannot be decoded');
    expect(status).toBe(2);
  });
});

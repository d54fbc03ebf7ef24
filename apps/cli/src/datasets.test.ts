import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './testing/run-cli.js';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab datasets '));
});
afterAll(() => rm(home, { recursive: true }));

/** Runs the built command line in a folder of its own, with an empty cache. */
const datasets = (...args: string[]) =>
  runCli(['datasets', ...args], {
    cwd: home,
    env: { ...process.env, AELAB_DATA: join(home, 'cache') },
  });

describe('aelab datasets', () => {
  it('lists what there is and what is here', async () => {
    const cards = JSON.parse((await datasets('list', '--json')).stdout) as { name: string; here: boolean }[];
    expect(cards.map(({ name, here }) => [name, here])).toEqual([
      ['mnist', true],
      ['fashion-mnist', false],
      ['cifar-10', false],
      ['stl-10', false],
    ]);
  });

  it('shows a card, the ink of each class, and a contact sheet', async () => {
    const { stdout, status } = await datasets('show', 'mnist');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^1 +1135 +60\.2$/m);
    expect(stdout).toContain('contact sheet: mnist-test.png');
    expect((await readFile(join(home, 'mnist-test.png'))).subarray(1, 4).toString()).toBe('PNG');
  });

  it('fails when it verifies what is not here, and says which files', async () => {
    const { status, stdout, stderr } = await datasets('verify', 'cifar-10');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^data_batch_1\.bin +missing$/m);
    expect(stderr).toMatch(/^aelab: datasets verify: data_batch_1\.bin is missing; .*\n$/);
  });

  it('says what it lacks when it may ask no server, and which file is not the official one', async () => {
    const offline = await datasets('fetch', 'fashion-mnist', '--offline');
    expect(offline.status).toBe(1);
    expect(offline.stderr).toMatch(/^aelab: fetchDataset: .* does not hold train-images-idx3-ubyte, .*\n$/);
    for (const name of ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'])
      await writeFile(join(home, `${name}-ubyte`), 'no images');
    const wrong = await datasets('fetch', 'fashion-mnist', '--from', home);
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain('train-images-idx3-ubyte has 9 bytes; the official file has 47040016');
  });

  it.each([
    [['fetch', 'minst'], "value 'minst' is invalid for argument 'name'"],
    [['fetsh'], "unknown command 'fetsh'"],
  ])('refuses %j with status 2, in one line', async (args, message) => {
    const { status, stderr } = await datasets(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^aelab: .*\n$/);
    expect(stderr).toContain(message);
  });
});

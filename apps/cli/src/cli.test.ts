import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy } from '@aelab/images';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, runCli } from './testing/run-cli.js';

const tiny = ['--subset', '300,100', '--hidden', '16', '--latent-dim', '4', '--backend', 'wasm'];

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab cli '));
});
afterAll(() => rm(home, { recursive: true }));

const aelab = (...args: string[]) => runCli(args, { cwd: home });

/** Ctrl-C once a text is on standard error; the signal that ended the process. */
function interruptedAt(text: string, args: readonly string[]): Promise<string | null> {
  const child = spawn(process.execPath, [main, ...args], { cwd: home });
  child.stderr.on('data', (said: Buffer) => {
    if (said.toString().includes(text)) child.kill('SIGINT');
  });
  return new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)));
}

describe('aelab run', () => {
  it('prints the table with floors and PCA, and where the report is', async () => {
    const { status, stdout, stderr } = await aelab('run', ...tiny, '--epochs', '2', '--out', 'first');
    expect(status).toBe(0);
    for (const row of [
      'autoencoder (4)',
      'PCA (4)',
      'class-mean image',
      'mean image',
      'median image',
      'zero image',
    ])
      expect(stdout).toContain(row);
    expect(stdout).toContain(`report: ${join('first', 'report.html')}`);
    expect(stderr).toContain('data: mnist, 300 training and 100 test images');
    expect(stderr).toMatch(/epoch 2\/2: loss 0\.\d+, \d+ images\/s, 0 s left/);
    expect(stderr).not.toMatch(/warning/i);
  });

  it('leaves a model that can be exported, asked and sampled', async () => {
    await aelab('run', ...tiny, '--epochs', '0', '--out', 'used');
    const exported = await aelab('export', 'used', '--decoder', '--format', 'onnx', '-o', 'onnx');
    expect(exported.stdout).toMatch(/decoder +13,408 +54,\d{3} +onnx.decoder\.onnx/);
    const tested = await aelab('reconstruct', 'used', '--occlude', '8', '-o', 'covered');
    expect(tested.stdout).toMatch(/reconstruction +0\.\d+ +0\.\d+/);
    const decoder = join('onnx', 'decoder.onnx');
    const decoded = await aelab('reconstruct', decoder, join('covered', 'latents.npy'), '-o', 'decoded');
    expect(decoded.stdout).toBe(`${join('decoded', 'pictures.png')}\n`);
    const sampled = await aelab('sample', 'used', '-n', '3', '-o', 'drawn');
    expect(sampled.stdout).toContain('3 samples from the fitted latents');
    const again = await aelab('sample', 'used', '-n', '3', '-o', 'drawn');
    expect(again).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('drawn already exists') as string,
    });
  });

  it('prints the record alone with --json, byte for byte', async () => {
    const { stdout } = await aelab('run', ...tiny, '--epochs', '0', '--out', 'json', '--json');
    expect(stdout).toBe(await readFile(join(home, 'json/run.json'), 'utf8'));
  });

  it('lets flags override the file', async () => {
    await writeFile(
      join(home, 'mine.yaml'),
      'model: { type: dense, hidden: [8], latentDim: 2 }\ndataset: mnist\n',
    );
    const args = [
      'run',
      'mine.yaml',
      ...tiny,
      '--latent-dim',
      '3',
      '--epochs',
      '0',
      '--json',
      '--out',
      'flags',
    ];
    const record = JSON.parse((await aelab(...args)).stdout) as { config: unknown };
    expect(record.config).toMatchObject({ model: { hidden: [16], latentDim: 3 }, training: { epochs: 0 } });
  });

  it('ends with 130 after Ctrl-C, says how to go on, and goes on to the same weights', async () => {
    await aelab('run', ...tiny, '--epochs', '60', '--batch-size', '20', '--out', 'whole');
    const child = spawn(
      process.execPath,
      [main, 'run', ...tiny, '--epochs', '60', '--batch-size', '20', '--out', 'cut'],
      { cwd: home },
    );
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => {
      stderr += text.toString();
      if (text.toString().includes('epoch 3/60')) child.kill('SIGINT');
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status).toBe(130);
    expect(stderr.trim().split('\n').at(-1)).toBe(
      'aelab: interrupted; continue with: aelab run --out cut --resume',
    );
    expect(await readdir(join(home, 'cut'))).not.toContain('run.json');
    expect((await aelab('run', '--out', 'cut', '--resume')).status).toBe(0);
    expect(await weights('cut')).toEqual(await weights('whole'));
  });

  it('ends at once by Ctrl-C while it measures, where nothing looks at a signal, and goes on from there', async () => {
    const run = ['run', ...tiny, '--epochs', '1', '--out', 'measured'];
    expect(await interruptedAt('evaluation: measuring', run)).toBe('SIGINT');
    expect(await readdir(join(home, 'measured'))).not.toContain('run.json');
    expect((await aelab('run', '--out', 'measured', '--resume')).status).toBe(0);
    expect(await interruptedAt('evaluation: uncentred SVD', ['analyze', 'measured'])).toBe('SIGINT');
    expect((await aelab('analyze', 'measured', '--pca')).status).toBe(0);
  });

  it('goes on to the same weights after kill -9', async () => {
    const child = spawn(
      process.execPath,
      [main, 'run', ...tiny, '--epochs', '60', '--batch-size', '20', '--out', 'killed'],
      { cwd: home },
    );
    child.stderr.on('data', (text: Buffer) => {
      if (text.toString().includes('epoch 5/60')) child.kill('SIGKILL');
    });
    await new Promise((resolve) => child.on('close', resolve));
    expect(await readdir(join(home, 'killed'))).not.toContain('run.json');
    expect((await aelab('run', '--out', 'killed', '--resume')).status).toBe(0);
    expect(await weights('killed')).toEqual(await weights('whole'));
  });

  it.each([
    [['--latent-dim', '0'], 'aelab: config: model.latentDim is 0; expected number to be >=1'],
    [
      ['nowhere.yaml'],
      'aelab: config: nowhere.yaml cannot be read (ENOENT); name a YAML file, or give flags alone',
    ],
    [['--epochs', 'many'], "aelab: option '--epochs <n>' argument 'many' is invalid. it must be a number."],
    [['--epoch', '3'], "aelab: unknown option '--epoch'"],
    [['--dataset', 'mnits'], 'aelab: config: dataset is "mnits"; it must be one of'],
    [['--subset', '70000'], 'aelab: subset: 70000 images asked for; mnist has 60000 train images'],
    [['--judge', 'resnet'], 'aelab: judge: resnet is not one of lenet5, small-cnn, nor an .onnx file'],
    [['--out', 'first'], 'aelab: out: first already exists; choose another folder, or add --resume'],
    [
      ['--out', 'nothing', '--resume'],
      `aelab: ${join('nothing', 'config.yaml')} cannot be read (ENOENT); name the folder of a run`,
    ],
  ])('refuses %j with status 2, in one line, leaving nothing behind', async (args, message) => {
    const before = await readdir(home);
    const { status, stdout, stderr } = await aelab('run', ...args);
    expect(stderr.trim().split('\n').at(-1)).toContain(message);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect((await readdir(home)).sort()).toEqual(before.sort());
  });

  it('names a misspelt key of the file', async () => {
    await writeFile(
      join(home, 'typo.yaml'),
      'dataset: mnist\nmodel: { type: dense, latentDim: 2 }\ntraining: { epoch: 3 }\n',
    );
    const { status, stderr } = await aelab('run', 'typo.yaml');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^aelab: config: unknown key training\.epoch; the keys here are .*\n$/);
  });

  it('fails with status 1 where it may not write', async () => {
    const out = join('first', 'run.json', 'inside');
    const { status, stderr } = await aelab('run', ...tiny, '--epochs', '0', '--out', out);
    expect(status).toBe(1);
    // Node 20 says EEXIST of the file in the way.
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^aelab: out: first.run\.json.inside cannot be made \((EEXIST|ENOTDIR)\); choose a place that may be written$/,
    );
  });
});

async function weights(run: string): Promise<Buffer[]> {
  return Promise.all(
    ['encoder', 'decoder'].map((half) => readFile(join(home, run, 'model', half, 'weights.bin'))),
  );
}

describe('aelab analyze', () => {
  it('measures what is asked for, into the record, and says it', async () => {
    const { status, stdout, stderr } = await aelab('analyze', 'first', '--pca', '--latents', '--bytes');
    expect([status, stderr.includes('warning')]).toEqual([0, false]);
    for (const line of [
      /^uncentred SVD \(4\) +0\.\d+$/m,
      /^latents: \d+ dead units/m,
      /^bytes: [\d.]+ per image/m,
    ])
      expect(stdout).toMatch(line);
    const record = JSON.parse(await readFile(join(home, 'first/run.json'), 'utf8')) as object;
    expect(Object.keys(record)).toEqual(expect.arrayContaining(['latents', 'bytes', 'test']));
    expect(record).not.toHaveProperty('judge');
  });
});

describe('aelab encode, inspect, decode, codec-bench', () => {
  it('take images to bytes and back, and say what they cost', async () => {
    await aelab('run', ...tiny, '--epochs', '2', '--out', 'coded');
    const images = imageBytes(30);
    await writeFile(join(home, 'images.npy'), images);
    const encoded = await aelab('encode', 'coded', 'images.npy', '-o', 'x.ael');
    expect(encoded).toMatchObject({ status: 0, stderr: 'encoded: 30 of 30 images\n' });
    expect(encoded.stdout).toMatch(/^x\.ael: 30 images, \d+ bytes, \d+\.\d\d per image\ndecoder: /);
    const shared = await aelab('encode', 'coded', 'images.npy', '-o', 'shared.ael', '--workers', '2');
    expect(shared.status).toBe(0);
    expect(await readFile(join(home, 'shared.ael'))).toEqual(await readFile(join(home, 'x.ael')));
    expect((await aelab('inspect', 'x.ael')).stdout).toContain('x.ael: 30 images of 28×28×1');
    const decoder = join('coded', 'codec', 'decoder.aed');
    const decode = (...more: string[]) => aelab('decode', 'x.ael', '--decoder', decoder, ...more);
    expect((await decode('-o', 'y.npy')).stdout).toContain('30 images of 28×28×1, the same pixels on every');
    expect((await decode('-o', 'few', '--images', '2,7-8')).status).toBe(0);
    expect(await readdir(join(home, 'few'))).toEqual(['000002.png', '000007.png', '000008.png']);
    expect(await decode('-o', 'none', '--images', '30')).toMatchObject({
      status: 2,
      stderr: 'aelab: images: 30 is not in x.ael; it holds images 0 to 29\n',
    });
    expect((await decode('-o', 'none', '--images', '8-7')).status).toBe(2);
    const bench = await aelab('codec-bench', 'coded', '--rivals', 'png,gzip', '--refine', '0');
    expect(bench.status).toBe(0);
    expect(bench.stdout).toContain('rounding adds 2 %');
    expect(bench.stdout).toMatch(/png +lossless +one each/);
  });

  it('end with 1 on a damaged file, which is named', async () => {
    await writeFile(join(home, 'broken.ael'), 'no latents');
    const { status, stderr } = await aelab('inspect', 'broken.ael');
    expect(status).toBe(1);
    expect(stderr).toContain('an .ael file begins with');
  });
});

/** A `.npy` file of so many images of 28 by 28. */
function imageBytes(n: number): Uint8Array {
  return encodeNpy({ data: new Uint8Array(784 * n).fill(100), shape: [n, 28, 28, 1] });
}

describe('aelab report', () => {
  it('writes the report again, and refuses a folder without a run', async () => {
    const { status, stdout } = await aelab('report', 'first');
    expect([status, stdout]).toEqual([0, `${join('first', 'report.html')}\n`]);
    const refused = await aelab('report', 'nowhere');
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('name the folder of a finished run');
  });
});

describe('aelab doctor', () => {
  it('says what each backend needs or that it is ready', async () => {
    const { stdout } = await aelab('doctor', '--json');
    const { backends } = JSON.parse(stdout) as { backends: { backend: string; works: boolean }[] };
    expect(backends).toContainEqual(expect.objectContaining({ backend: 'wasm', works: true }));
    expect((await aelab('doctor')).stdout).toContain('wasm');
  });
});

describe('aelab', () => {
  it('shows examples in its help, and its version', async () => {
    const { status, stdout } = await aelab('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('aelab run examples/demo.yaml');
    expect((await aelab('--version')).stdout).toBe('0.1.0\n');
  });

  it('refuses an unknown command with status 2', async () => {
    const { status, stderr } = await aelab('rnu');
    expect(status).toBe(2);
    expect(stderr).toContain("unknown command 'rnu'");
  });
});

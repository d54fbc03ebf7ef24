import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import { random } from '@aelab/kernels/random';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DatasetLayout } from './dataset-card.js';
import { good, serve, throttles } from './testing/bad-server.js';
import { tarGz } from './testing/tar-archive.js';

const root = mkdtempSync(join(tmpdir(), 'aelab-killed-'));
const program = join(root, 'fetch.mjs');
const contents = [1, 2, 3].map((i) => ({
  name: `batch_${i}.bin`,
  bytes: new Uint8Array(randomBytes(4_000_000)),
}));
const archive = tarGz(contents.map(({ name, bytes }) => ({ path: `set/${name}`, content: bytes })));
const hashOf = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex');
const servers: Awaited<ReturnType<typeof serve>>[] = [];

beforeAll(() => {
  const conditions = ['@aelab/source'];
  const entryPoints = [join(import.meta.dirname, 'testing', 'fetch-process.ts')];
  buildSync({ entryPoints, bundle: true, platform: 'node', format: 'esm', outfile: program, conditions });
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  rmSync(root, { recursive: true });
});

async function layoutServedBy(behaviour: typeof good) {
  const server = await serve(behaviour, archive);
  servers.push(server);
  const files = contents.map(({ name, bytes }) => ({
    name,
    bytes: bytes.length,
    checksum: `sha256:${hashOf('sha256', bytes)}` as const,
  }));
  const download = {
    name: 'set.tar.gz',
    urls: [server.url],
    bytes: archive.length,
    md5: hashOf('md5', archive),
    files: files.map(({ name }) => name),
  };
  return { layout: { files, downloads: [download] } satisfies DatasetLayout, requests: server.requests };
}

function fetchProcess(folder: string, layout: DatasetLayout) {
  const child = spawn(process.execPath, [program, JSON.stringify({ folder, layout })]);
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const ended = new Promise<string>((resolve) => child.on('close', () => resolve(output)));
  return { ended, kill: () => child.kill('SIGKILL') };
}

/** Of the files that have their final names, all must be right. */
function rightFiles(folder: string): number {
  const present = contents.filter(({ name }) => existsSync(join(folder, name)));
  for (const { name, bytes } of present) expect(readFileSync(join(folder, name)).equals(bytes)).toBe(true);
  return present.length;
}

it('has no wrong file under its final name after kill -9 at 20 random moments, and ends whole', async () => {
  const folder = join(root, 'killed');
  const { layout } = await layoutServedBy(throttles(150_000, 2));
  const { uniform } = random(0, 'kill');
  const progress: string[] = [];
  for (let kills = 0; kills < 20; kills++) {
    const child = fetchProcess(folder, layout);
    await wait(60 + 500 * uniform());
    child.kill();
    await child.ended;
    const files = existsSync(folder) ? readdirSync(folder) : [];
    progress.push(
      `${rightFiles(folder)} files${files.includes('set.tar.gz.download') ? ', part of the archive' : ''}`,
    );
    // once it is whole there is nothing left to kill
    if (rightFiles(folder) === 3) rmSync(folder, { recursive: true });
  }
  console.log(`after each kill: ${progress.join('; ')}`);
  expect(new Set(progress).size).toBeGreaterThan(1);
  await fetchProcess(folder, layout).ended;
  expect(rightFiles(folder)).toBe(3);
  expect(readdirSync(folder).sort()).toEqual(contents.map(({ name }) => name));
});

it('lets six processes share one download', async () => {
  const folder = join(root, 'shared');
  const { layout, requests } = await layoutServedBy(throttles(150_000, 2));
  const processes = Array.from({ length: 6 }, () => fetchProcess(folder, layout));
  const outputs = await Promise.all(processes.map(({ ended }) => ended));
  expect(outputs.sort()).toEqual(['fetched', ...new Array<string>(5).fill('whole')]);
  expect(requests).toEqual([undefined]);
  expect(rightFiles(folder)).toBe(3);
});

it('lets another process go on at once where a killed one ended', async () => {
  const folder = join(root, 'taken-over');
  const { layout, requests } = await layoutServedBy(throttles(150_000, 5));
  const [first, second] = [fetchProcess(folder, layout), fetchProcess(folder, layout)];
  while (!requests.length) await wait(5);
  await wait(200);
  first.kill();
  second.kill();
  await Promise.all([first.ended, second.ended]);
  expect(await fetchProcess(folder, layout).ended).toBe('fetched');
  expect(requests.at(-1)).toMatch(/^bytes=[1-9]/);
  expect(rightFiles(folder)).toBe(3);
});

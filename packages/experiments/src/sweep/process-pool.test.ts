import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { processPool, type PoolTaskOptions, type ProcessPool } from './process-pool.js';
import type { TestTask } from './testing/test-worker.js';

let home: string;
let entry: URL;
let pool: ProcessPool;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab pool '));
  const outfile = join(home, 'worker.mjs');
  const source = join(import.meta.dirname, 'testing/test-worker.ts');
  await build({ entryPoints: [source], outfile, bundle: true, platform: 'node', format: 'esm' });
  entry = pathToFileURL(outfile);
});
afterAll(() => rm(home, { recursive: true }));
beforeEach(() => {
  pool = processPool({ entry, env: { AELAB_THREADS: '1' } });
});
afterEach(() => pool.stop());

const run = (task: TestTask, options?: PoolTaskOptions) => pool.run(task, options);
const pidOf = async (task: TestTask) => ((await run(task)) as { pid: number }).pid;

it('gives what a task resolves to, NaN and all', async () => {
  expect(await run({ echo: [NaN, Infinity] })).toMatchObject({ echo: [NaN, Infinity] });
});

it('does tasks one after the other in one process, tasks at a time in several', async () => {
  const first = await pidOf({ echo: 1 });
  expect(await pidOf({ echo: 2 })).toBe(first);
  const pids = await Promise.all([1, 2, 3].map((n) => pidOf({ echo: n })));
  expect(new Set(pids).size).toBe(3);
});

it('rejects with the error of a task, and goes on with its process', async () => {
  const pid = await pidOf({ echo: 1 });
  await expect(run({ fail: 'no images' })).rejects.toMatchObject({
    name: 'RangeError',
    message: 'no images',
  });
  expect(await pidOf({ echo: 1 })).toBe(pid);
});

it('gives the task of a killed process to a new one', async () => {
  expect(await run({ dieOnce: join(home, 'mark') })).toBe('survived');
});

it('gives a task up after three deaths, and says how they died', async () => {
  await expect(run({ die: true })).rejects.toThrow(
    'its worker process died 3 times: SIGKILL; SIGKILL; SIGKILL',
  );
});

it('names the line that a broken worker died with', async () => {
  const broken = processPool({ entry: pathToFileURL(join(home, 'missing.mjs')), env: {} });
  await expect(broken.run({ echo: 1 })).rejects.toThrow(/exit status 1 \(Error.*Cannot find module/);
});

it('interrupts one task, and keeps its process', async () => {
  const controller = new AbortController();
  const pid = await pidOf({ echo: 1 });
  const options = { onProgress: () => controller.abort(), signal: controller.signal };
  await expect(run({ wait: true }, options)).rejects.toMatchObject({ name: 'AbortError' });
  expect(await pidOf({ echo: 1 })).toBe(pid);
});

it('interrupts the tasks at work when it stops', async () => {
  const waiting = run({ wait: true }, { onProgress: () => pool.stop() });
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  await expect(run({ echo: 1 })).rejects.toMatchObject({ name: 'AbortError' });
});

it('kills a task that is too busy to hear that it stops', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const stop = () => {
    pool.stop();
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();
  };
  await expect(run({ hang: true }, { onProgress: stop })).rejects.toMatchObject({ name: 'AbortError' });
});

it('leaves it to the pool when a process ends, though a scheduler asks all of them', async () => {
  const pid = await pidOf({ echo: 1 });
  process.kill(pid, 'SIGTERM');
  expect(await pidOf({ echo: 1 })).toBe(pid);
});

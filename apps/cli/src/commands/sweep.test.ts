import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { SweepResults } from '@aelab/experiments';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, runCli } from '../testing/run-cli.js';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab sweeps '));
});
afterAll(() => rm(home, { recursive: true }));

const aelab = (...args: string[]) => runCli(args, { cwd: home });

/** A plan of runs that take a second each: a latent wider than the image leaves PCA out. */
async function writePlan(name: string, stated: object, epochs = 1): Promise<void> {
  const base = {
    dataset: 'mnist',
    subset: { train: 100, test: 50 },
    model: { type: 'dense', hidden: [8], latentDim: 785 },
    training: { epochs, batchSize: 10 },
    backend: 'wasm',
  };
  await writeFile(join(home, name), JSON.stringify({ base, ...stated }));
}

async function readResults(out: string): Promise<SweepResults> {
  return JSON.parse(await readFile(join(home, out, 'results.json'), 'utf8')) as SweepResults;
}

/** The figures of each run by address, without times. */
async function figures(out: string) {
  const { runs } = await readResults(out);
  return Object.fromEntries(
    runs.map((run) => [
      run.address,
      run.state === 'finished' &&
        Object.entries(run.figures).filter(([name]) => !/seconds|PerSecond/.test(name)),
    ]),
  );
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(/\s+/).map(Number);
}

/** Starts or continues the sweep in `cut`, and does something to it once it has written a new checkpoint. */
async function disturbed(how: (pid: number) => unknown): Promise<{ status: unknown; stderr: string }> {
  const before = await checkpoints('cut');
  const child = spawn(process.execPath, [main, 'sweep', 'long.yaml', '--workers', '2', '--out', 'cut'], {
    cwd: home,
  });
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const status = new Promise((resolve) => child.on('close', resolve));
  while ((await checkpoints('cut')) === before) await sleep(50);
  await how(child.pid ?? 0);
  return { status: await status, stderr };
}

async function checkpoints(out: string): Promise<string> {
  const names = await readdir(join(home, out, 'unfinished'), { recursive: true }).catch(() => []);
  return names
    .filter((name) => name.endsWith('checkpoint.bin'))
    .sort()
    .join();
}

describe('aelab sweep', () => {
  it('runs the plan, prints a table over the seeds, and repeats nothing when the plan grows', async () => {
    await writePlan('plan.yaml', { axes: { 'model.hidden': [[8], [4]] } });
    const { status, stdout, stderr } = await aelab('sweep', 'plan.yaml', '--workers', '2');
    expect(stderr).toContain('plan: model.hidden × 2; 2 runs on 2 workers');
    expect(stderr).toMatch(/^2\/2 model\.hidden=\[[84]\]: test MSE 0\.\d+, .* left$/m);
    expect(stdout).toMatch(/^model\.hidden=\[4\] +1 +0\.\d{6}/m);
    expect(status).toBe(0);
    const [first] = (await readResults('sweeps/plan')).runs;
    await writePlan('plan.yaml', { axes: { 'model.hidden': [[8], [4]] }, seeds: 2 });
    const grown = await aelab('sweep', 'plan.yaml', '--workers', '2', '--json');
    expect(grown.stderr.match(/test MSE/g)).toHaveLength(2);
    expect(JSON.parse(grown.stdout)).toEqual(await readResults('sweeps/plan'));
    const { runs } = await readResults('sweeps/plan');
    expect(runs).toHaveLength(4);
    expect(runs[0]).toEqual({ ...first, changes: { 'model.hidden': [8], seed: 0 } });
  });

  it('estimates time and memory without running the plan', async () => {
    await writePlan('dry.yaml', { seeds: 100 });
    const { stdout } = await aelab('sweep', 'dry.yaml', '--workers', '2', '--dry-run');
    expect(stdout).toMatch(/^time: about .* on 2 workers \(.* of work, from 3 probed\)$/m);
    expect(stdout).toMatch(/^memory: \d+ MiB per worker$/m);
    expect(await readdir(join(home, 'sweeps/dry'))).toEqual(['probes.json']);
  });

  it('lists a run that fails with its cause, ends with status 1, and does the others', async () => {
    await writePlan('failing.yaml', { axes: { 'model.hidden': [[2_000_000_000], [4]] } });
    const { status, stderr } = await aelab('sweep', 'failing.yaml', '--workers', '1');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^failed: model\.hidden=\[2000000000\]: .+$/m);
    expect(stderr.trim().split('\n').at(-1)).toBe(
      'aelab: 1 of 2 runs failed; the same command tries them again',
    );
    expect((await readResults('sweeps/failing')).runs.map(({ state }) => state)).toEqual([
      'failed',
      'finished',
    ]);
  });

  it('ends with the figures of an undisturbed sweep after Ctrl-C, and after kill -9 of a worker and of itself', async () => {
    await writePlan('long.yaml', { seeds: 3 }, 15);
    await aelab('sweep', 'long.yaml', '--workers', '2', '--out', 'whole');
    const interrupted = await disturbed((pid) => process.kill(pid, 'SIGINT'));
    expect(interrupted.status).toBe(130);
    expect(interrupted.stderr).toContain(
      'aelab: interrupted; continue with: aelab sweep long.yaml --out cut',
    );
    await disturbed((pid) => process.kill(pid, 'SIGKILL'));
    const survived = await disturbed(async (pid) => process.kill((await childrenOf(pid))[0], 'SIGKILL'));
    expect(survived.status).toBe(0);
    expect(await figures('cut')).toEqual(await figures('whole'));
    expect(await readdir(join(home, 'cut/unfinished'))).toEqual([]);
  }, 300_000);

  it.each([
    [['nowhere.yaml'], 'aelab: sweep: nowhere.yaml cannot be read (ENOENT); name a YAML file'],
    [['plan.yaml', '--workers', 'all'], "it must be a whole number of at least 1, or 'auto'."],
  ])('refuses %j with status 2', async (args, message) => {
    const { status, stderr } = await aelab('sweep', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordViolations } from '../../../../tools/testing/violations.js';
import type { Executor } from './local-executor.js';
import type { SweepResults } from './results.js';
import { runSweep, type SweepEvent } from './run-sweep.js';
import { sweepFiles } from './sweep-folder.js';
import type { Outcome, SweepJob } from './sweep-job.js';
import { smallBase, smallPlan as plan } from './testing/small-plan.js';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab sweep '));
});
afterAll(() => rm(home, { recursive: true }));

const grid = { axes: { 'model.latentDim': [2, 4, 8] }, seeds: 2 };

/** An executor that does `run` in this process, and remembers which jobs it was given and how many at a time. */
function executor(width: number, run: (job: SweepJob) => Outcome) {
  const jobs: SweepJob[] = [];
  let atOnce = 0;
  let most = 0;
  const given: Executor = {
    width,
    async run(job) {
      jobs.push(job);
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1 + (jobs.length % 3)));
      atOnce--;
      return run(job);
    },
    stop: () => undefined,
  };
  return { ...given, jobs, most: () => most };
}

const latentDim = ({ changes }: SweepJob) => Number(changes['model.latentDim']);
const finished = (job: SweepJob): Outcome => ({
  state: 'finished',
  figures: { 'test.mse': 1 / latentDim(job) + job.config.seed / 1000 },
});
const readResults = async (out: string) =>
  JSON.parse(await readFile(join(out, sweepFiles.results), 'utf8')) as SweepResults;

describe('runSweep', () => {
  it('does every run once, as many at a time as the executor takes, and writes them in the order of the plan', async () => {
    const out = join(home, 'grid');
    const four = executor(4, finished);
    const results = await runSweep(plan(grid), out, four);
    expect(four.jobs).toHaveLength(6);
    expect(four.most()).toBe(4);
    expect(results.runs.map(({ changes }) => changes)).toEqual(
      [2, 4, 8].flatMap((latentDim) => [0, 1].map((seed) => ({ 'model.latentDim': latentDim, seed }))),
    );
    expect(new Set(results.runs.map(({ address }) => address)).size).toBe(6);
    expect(await readResults(out)).toEqual(results);
    const csv = (await readFile(join(out, sweepFiles.csv), 'utf8')).trim().split('\n');
    expect(csv[0]).toBe('address,state,model.latentDim,seed,test.mse');
    expect(csv[2]).toBe(`${results.runs[1].address},finished,2,1,0.501`);
  });

  it('hands a run over once that the plan states in two ways', async () => {
    const list = [{ 'model.latentDim': 8 }, { 'model.latentDim': 8, 'training.epochs': 9 }];
    const two = executor(2, finished);
    const { runs } = await runSweep(plan({ list }), join(home, 'twice'), two);
    expect(two.jobs).toHaveLength(1);
    expect(runs).toHaveLength(1);
  });

  it('goes on when a run fails, and lists it with its cause', async () => {
    const fails = executor(2, (job) => {
      if (latentDim(job) === 4) throw new Error('no memory, none');
      return finished(job);
    });
    const { runs } = await runSweep(plan(grid), join(home, 'failing'), fails);
    expect(runs.map(({ state }) => state)).toEqual([
      'finished',
      'finished',
      'failed',
      'failed',
      'finished',
      'finished',
    ]);
    expect(runs[2]).toMatchObject({ state: 'failed', cause: 'no memory, none' });
    expect(await readFile(join(home, 'failing', sweepFiles.csv), 'utf8')).toContain('"no memory, none"');
  });

  it('takes a finished run from the folder', async () => {
    const out = join(home, 'known');
    const known = await plan(grid).job({ changes: { 'model.latentDim': 4, seed: 1 } });
    const folder = join(out, sweepFiles.runs, known.address);
    await mkdir(folder, { recursive: true });
    const record = {
      model: {},
      training: { loss: [], validationLoss: [] },
      test: { mse: 0.125 },
      baselines: {},
    };
    await writeFile(join(folder, 'run.json'), JSON.stringify(record));
    const others = executor(2, finished);
    const { runs } = await runSweep(plan(grid), out, others);
    expect(others.jobs.map(({ address }) => address)).not.toContain(known.address);
    expect(runs[3]).toMatchObject({ address: known.address, figures: { 'test.mse': 0.125 } });
  });

  it('stops when it is told to, keeps what has ended, and leaves the rest for the next time', async () => {
    const out = join(home, 'stopped');
    const controller = new AbortController();
    const onEvent = ({ kind }: SweepEvent) => {
      if (kind === 'ended') controller.abort(new DOMException('interrupted', 'AbortError'));
    };
    const one = executor(1, finished);
    await expect(runSweep(plan(grid), out, one, { signal: controller.signal, onEvent })).rejects.toThrow(
      'interrupted',
    );
    expect(one.jobs).toHaveLength(1);
    expect((await readResults(out)).runs).toHaveLength(1);
  });

  it('refuses a folder in which another sweep is at work', async () => {
    const out = join(home, 'locked');
    await mkdir(out);
    await writeFile(join(out, 'running.lock'), String(process.ppid));
    await expect(runSweep(plan(grid), out, executor(1, finished))).rejects.toThrow(
      `process ${process.ppid} is working`,
    );
  });

  it('searches the smallest latent for each combination', async () => {
    const sought = {
      axes: { 'training.batchSize': [10, 20] },
      goal: { 'test.mse': '<= 0.1' },
      smallest: { 'model.latentDim': [1, 64] },
      seeds: 3,
    };
    const { answers, runs } = await runSweep(plan(sought), join(home, 'goal'), executor(2, finished));
    expect(answers).toMatchObject([
      { changes: { 'training.batchSize': 10 }, field: 'model.latentDim', value: 11 },
      { changes: { 'training.batchSize': 20 }, field: 'model.latentDim', value: 11 },
    ]);
    expect(runs.length).toBeLessThan(2 * 64);
  });

  it('lists each candidate of successive halving once, with how far it came', async () => {
    const halving = { axes: { 'model.latentDim': [1, 2, 3, 4, 5, 6, 7, 8, 9] }, asha: {} };
    const paused = (job: SweepJob): Outcome =>
      job.until === undefined
        ? finished(job)
        : { state: 'paused', epochs: job.until, validationLoss: 1 / latentDim(job) };
    const { runs } = await runSweep(plan(halving), join(home, 'halving'), executor(2, paused));
    expect(runs).toHaveLength(9);
    expect(runs.find(({ state }) => state === 'finished')?.changes).toEqual({ 'model.latentDim': 9 });
  });

  it.each(['grid', 'failing', 'known', 'stopped', 'goal', 'halving'])(
    'writes results.json by its schema (%s)',
    async (name) => {
      expect(recordViolations('results', await readFile(join(home, name, 'results.json'), 'utf8'))).toEqual(
        [],
      );
    },
  );

  it('refuses halving without validation images', () => {
    const halving = { base: { ...smallBase, training: { epochs: 9 } }, asha: {} };
    expect(() => plan(halving)).toThrow('sweep: asha compares validation losses; set training.validation');
  });
});

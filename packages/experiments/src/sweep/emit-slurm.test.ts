import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitSlurm } from './emit-slurm.js';
import { carryOutShare } from './job-file.js';
import type { Executor } from './local-executor.js';
import { runFiles } from '../run/run-folder.js';
import { runFolder } from './sweep-folder.js';
import type { Outcome, SweepJob } from './sweep-job.js';
import { smallPlan as plan } from './testing/small-plan.js';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "aelab o'slurm 5% "));
});
afterAll(() => rm(home, { recursive: true }));

/** In place of the command line one that shows what it is given. */
const shown = `printf '%s\\n' "threads $AELAB_THREADS" "$@"`;
const options = { command: ['bash', '-c', shown, 'aelab'], file: 'plan.yaml' };

/** The words that a shell reads in some text. */
const wordsOf = (command: string) =>
  execFileSync('bash', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .trim()
    .split('\n');

const finish = async (out: string, { address }: SweepJob) => {
  await mkdir(runFolder(out, address), { recursive: true });
  const record = {
    model: {},
    training: { loss: [], validationLoss: [] },
    test: { mse: 0.125 },
    baselines: {},
  };
  await writeFile(join(runFolder(out, address), runFiles.record), JSON.stringify(record));
};

describe('emitSlurm', () => {
  it('writes a script that gives every run to one task, whatever the folder is called', async () => {
    const out = join(home, 'grid');
    const array = await emitSlurm(plan({ seeds: 3 }), out, { ...options, data: join(home, 'data') });
    expect(array).toMatchObject({ runs: 3, tasks: 3 });
    const task = execFileSync('bash', [array.script], {
      encoding: 'utf8',
      env: { ...process.env, SLURM_ARRAY_TASK_ID: '2', SLURM_CPUS_PER_TASK: '3' },
    });
    expect(task.trim().split('\n')).toEqual([
      ...[
        'threads 3',
        'worker',
        '--jobs',
        join(out, 'slurm/jobs.json'),
        '--out',
        out,
        '--data',
        join(home, 'data'),
      ],
      ...['--share', '2/3', '--workers', '1'],
    ]);
    const script = await readFile(array.script, 'utf8');
    expect(script.match(/^#SBATCH .*$/gm)).toEqual([
      '#SBATCH --job-name="grid"',
      '#SBATCH --array=0-2',
      '#SBATCH --cpus-per-task=1',
      `#SBATCH --output="${out.replaceAll('%', '%%')}/slurm/%A_%a.log"`,
      '#SBATCH --signal=B:INT@60',
    ]);
    expect(wordsOf(array.submit)).toEqual(['sbatch', array.script]);
    expect(wordsOf(array.gather)).toEqual(['aelab', 'sweep', join(process.cwd(), 'plan.yaml'), '--out', out]);
    expect(script).toContain(array.gather);
  });

  it('leaves finished runs out, and hands one over once that the plan states twice', async () => {
    const out = join(home, 'some done');
    const list = [{ seed: 1 }, { seed: 1, 'training.epochs': 9 }, { seed: 2 }];
    await finish(out, await plan({ list }).job({ changes: { seed: 2 } }));
    expect(await emitSlurm(plan({ list }), out, options)).toMatchObject({ runs: 1, tasks: 1 });
    await expect(emitSlurm(plan({ list: [{ seed: 2 }] }), out, options)).rejects.toThrow(
      /sweep: all runs are finished in .*; for their results: aelab sweep .*plan.yaml'? --out/,
    );
  });

  it('deals the runs to as many tasks as asked, and to no more than there are runs', async () => {
    const of = async (seeds: number, tasks?: number) =>
      (await emitSlurm(plan({ seeds }), join(home, 'dealt'), { ...options, tasks })).tasks;
    expect([await of(5, 2), await of(2, 5), await of(3)]).toEqual([2, 2, 3]);
  });

  it('refuses what follows from earlier runs', async () => {
    const goal = { goal: { 'test.mse': '<= 0.1' }, smallest: { 'model.latentDim': [1, 8] } };
    for (const stated of [goal, { asha: { minEpochs: 1, eta: 2 }, seeds: 4 }])
      await expect(emitSlurm(plan(stated), join(home, 'none'), options)).rejects.toThrow(
        'sweep: an array job knows its runs beforehand',
      );
  });
});

describe('carryOutShare', () => {
  let jobs: string;
  const out = () => join(home, 'shares');
  beforeAll(async () => {
    await emitSlurm(plan({ seeds: 7 }), out(), options);
    jobs = join(out(), 'slurm/jobs.json');
  });

  const ended: string[] = [];
  const onEnd = ({ config }: SweepJob, { state }: Outcome) => ended.push(`${config.seed} ${state}`);
  const { signal } = new AbortController();
  /** An executor that does `run` in this process. */
  const executor = (run: (job: SweepJob) => Outcome): Executor => ({
    width: 2,
    run: (job) => Promise.resolve(job).then(run),
    stop: () => undefined,
  });
  const finished: Outcome = { state: 'finished', figures: {} };

  it('does its runs, but for those that are finished, and goes on when one fails', async () => {
    await finish(out(), await plan({ seeds: 7 }).job({ changes: { seed: 4 } }));
    const done: number[] = [];
    const fails = executor(({ config }) => {
      done.push(config.seed);
      if (config.seed === 1) throw new Error('no memory');
      return finished;
    });
    const share = { place: 1, of: 3 };
    expect(await carryOutShare(jobs, out(), fails, { share, signal, onEnd })).toEqual({ jobs: 2, failed: 1 });
    expect(done).toEqual([1]);
    expect(ended.sort()).toEqual(['1 failed', '4 finished']);
  });

  it('does every run in one of the shares', async () => {
    const done: number[] = [];
    const notes = executor(({ config }) => {
      done.push(config.seed);
      return finished;
    });
    for (const place of [0, 1, 2])
      await carryOutShare(jobs, out(), notes, { share: { place, of: 3 }, signal, onEnd });
    expect(done.sort()).toEqual([0, 1, 2, 3, 5, 6]);
  });

  it('begins no further run once it was told to stop', async () => {
    const controller = new AbortController();
    const stopping = executor(() => {
      controller.abort(new DOMException('interrupted', 'AbortError'));
      throw controller.signal.reason;
    });
    ended.length = 0;
    const share = { place: 0, of: 1 };
    const working = carryOutShare(jobs, out(), stopping, { share, signal: controller.signal, onEnd });
    await expect(working).rejects.toThrow('interrupted');
    expect(ended).toEqual([]);
  });

  it('refuses runs that another version planned, and a file that is not there', async () => {
    const share = { place: 0, of: 1 };
    const other = join(home, 'other.json');
    const text = await readFile(jobs, 'utf8');
    await writeFile(other, text.replace(/numerics \d+/, 'numerics 0'));
    const none = executor(() => finished);
    await expect(carryOutShare(other, out(), none, { share, signal, onEnd })).rejects.toThrow(
      /was planned by aelab \S+, numerics 0, and this is aelab \S+, numerics \d+; install the same version/,
    );
    await expect(carryOutShare(join(home, 'no'), out(), none, { share, signal, onEnd })).rejects.toThrow(
      'cannot be read (ENOENT); aelab sweep --emit slurm writes it',
    );
  });
});

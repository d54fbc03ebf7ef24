import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SweepResults } from '@aelab/experiments';
import { random } from '@aelab/kernels/random';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../testing/run-cli.js';
import { lacks } from '../../../../tools/testing/requires.js';

const runs = 12;

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab crashes '));
  // A latent wider than the image leaves PCA out, which would take most of the time.
  const base = {
    dataset: 'mnist',
    subset: { train: 200, test: 50 },
    model: { type: 'dense', hidden: [8], latentDim: 785 },
    training: { epochs: 20, batchSize: 10 },
    backend: 'wasm',
  };
  await writeFile(join(home, 'plan.yaml'), JSON.stringify({ base, seeds: runs }));
  expect(await ended(aelab('sweep', 'plan.yaml', '--workers', '2', '--out', 'whole'))).toBe(0);
});
afterAll(() => rm(home, { recursive: true }));

function aelab(...args: string[]): ChildProcess {
  return spawn(process.execPath, [main, ...args], { cwd: home, stdio: 'ignore' });
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.on('close', resolve));
}

/** The figures of each run by address, without times; every run must be there once. */
async function figures(out: string) {
  const { runs: all } = JSON.parse(await readFile(join(home, out, 'results.json'), 'utf8')) as SweepResults;
  expect(new Set(all.map(({ address }) => address)).size).toBe(runs);
  expect(all).toHaveLength(runs);
  return Object.fromEntries(
    all.map((run) => [
      run.address,
      run.state === 'finished'
        ? Object.entries(run.figures).filter(([name]) => !/seconds|PerSecond/.test(name))
        : run,
    ]),
  );
}

async function childrenOf({ pid }: ChildProcess): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(/\s+/).filter(Boolean).map(Number);
}

function kill(pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    if (pid !== undefined) process.kill(pid, signal);
  } catch {
    // It had ended already.
  }
}

it('ends with every run once, and its figures, after kill -9 of worker, driver or both at 20 random moments', async () => {
  const { uniform } = random(12, 'kills');
  const sweep = () => aelab('sweep', 'plan.yaml', '--workers', '2', '--out', 'killed');
  let driver = sweep();
  let status = ended(driver);
  for (let moment = 0; moment < 20; moment++) {
    await sleep(1500 + 2500 * uniform());
    const workers = await childrenOf(driver);
    if (moment % 3 !== 1) kill(workers[Math.floor(uniform() * workers.length)]);
    if (moment % 3 === 0) continue;
    kill(driver.pid);
    await status;
    driver = sweep();
    status = ended(driver);
  }
  if ((await status) !== 0) expect(await ended(sweep())).toBe(0);
  expect(await figures('killed')).toEqual(await figures('whole'));
  expect(await readdir(join(home, 'killed', 'runs'))).toHaveLength(runs);
});

it.skipIf(process.getuid?.() !== 0)('ends after a restart when the disk was full', async () => {
  const disk = join(home, 'disk');
  await mkdir(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=900k', 'tmpfs', disk]);
  try {
    const args = ['sweep', 'plan.yaml', '--workers', '2', '--out', 'disk/out'];
    expect(await ended(aelab(...args))).toBe(1);
    execFileSync('mount', ['-o', 'remount,size=200m', disk]);
    expect(await ended(aelab(...args))).toBe(0);
    expect(await figures('disk/out')).toEqual(await figures('whole'));
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
});

describe.skipIf(lacks('redis', 'workers in namespaces of their own') || process.getuid?.() !== 0)(
  'three workers, each in a network namespace of its own',
  () => {
    const bridge = 'aelab0';
    const address = '10.77.0.1';
    const port = 6391;
    const url = `redis://:secret@${address}:${port}`;
    const ip = (text: string) => execFileSync('ip', text.split(' '), { stdio: 'ignore' });
    let redis: ChildProcess;

    const startRedis = async () => {
      const args = `--bind ${address} --port ${port} --requirepass secret --appendonly yes --save`.split(' ');
      redis = spawn('redis-server', [...args, '', '--dir', home], { stdio: 'pipe' });
      await new Promise<void>((resolve) =>
        redis.stdout?.on('data', (text: Buffer) => text.includes('Ready to accept') && resolve()),
      );
    };
    const worker = (n: number) => {
      const serve = ['worker', '--redis', url, '--workers', '1', '--out', 'spread'];
      const args = ['netns', 'exec', `aelab${n}`, process.execPath, main, ...serve];
      return spawn('ip', args, { cwd: home, stdio: 'ignore' });
    };

    beforeAll(async () => {
      ip(`link add ${bridge} type bridge`);
      ip(`addr add ${address}/24 dev ${bridge}`);
      ip(`link set ${bridge} up`);
      for (const n of [1, 2, 3]) {
        ip(`netns add aelab${n}`);
        ip(`link add aelabv${n} type veth peer name eth0 netns aelab${n}`);
        ip(`link set aelabv${n} master ${bridge} up`);
        ip(`-n aelab${n} addr add 10.77.0.1${n}/24 dev eth0`);
        ip(`-n aelab${n} link set eth0 up`);
      }
      await startRedis();
    });
    afterAll(() => {
      kill(redis.pid);
      for (const n of [1, 2, 3]) ip(`netns del aelab${n}`);
      ip(`link del ${bridge}`);
    });

    it('finish every run once when one is killed, one paused for a minute and Redis restarted', async () => {
      const workers = [1, 2, 3].map(worker);
      const driver = aelab('sweep', 'plan.yaml', '--redis', url, '--out', 'spread');
      const status = ended(driver);
      await sleep(8000);
      kill(workers[0].pid);
      kill(workers[1].pid, 'SIGSTOP');
      await sleep(5000);
      kill(redis.pid);
      await sleep(2000);
      await startRedis();
      await sleep(55_000);
      kill(workers[1].pid, 'SIGCONT');
      expect(await status).toBe(0);
      expect(await figures('spread')).toEqual(await figures('whole'));
      for (const child of workers.slice(1)) {
        kill(child.pid, 'SIGINT');
        if (child.exitCode === null) await ended(child);
      }
    });
  },
);

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacks } from '../../../../../tools/testing/requires.js';
import type { ProcessPool } from '../process-pool.js';
import { runSweep } from '../run-sweep.js';
import type { Outcome, SweepJob } from '../sweep-job.js';
import { planSweep } from '../sweep-plan.js';
import { parseSweep } from '../sweep-schema.js';
import { startRedis, type RedisServer } from '../testing/redis-server.js';
import { queueName, queuedId } from './job-queue.js';
import { redisExecutor } from './redis-executor.js';
import { serveRedis } from './serve-redis.js';
import { sweepVersion } from './version.js';

const base = { dataset: 'mnist', subset: { train: 20, test: 10 }, model: { type: 'dense', latentDim: 8 } };
const plan = (seeds: number) =>
  planSweep(parseSweep({ base, seeds }), () => Promise.reject(new Error('nothing to probe')));

/** A pool that needs no processes: it does `run` here, and remembers the addresses it was given. */
function poolOf(run: (job: SweepJob, signal?: AbortSignal) => Outcome | Promise<Outcome>) {
  const addresses: string[] = [];
  const pool: ProcessPool = {
    async run(task, options) {
      const { job } = task as { job: SweepJob };
      addresses.push(job.address);
      return run(job, options?.signal);
    },
    stop: () => undefined,
  };
  return { pool, addresses };
}

const paused = (job: SweepJob): Outcome => ({
  state: 'paused',
  epochs: job.config.seed,
  validationLoss: 0.5,
});

describe.skipIf(lacks('redis', 'sweeps through Redis'))('sweeps through Redis', () => {
  let home: string;
  let redis: RedisServer;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'aelab sweeps '));
    redis = await startRedis('secret');
  });
  afterAll(async () => {
    await redis.stop();
    await rm(home, { recursive: true });
  });

  /** Serves while `work` goes on. */
  async function served<T>(pools: ProcessPool[], work: () => Promise<T>): Promise<T> {
    const leaving = new AbortController();
    const options = { workers: 2, signal: leaving.signal };
    const services = pools.map((pool) => serveRedis(redis.url, join(home, 'worker'), { ...options, pool }));
    try {
      return await work();
    } finally {
      leaving.abort();
      await Promise.all(services);
    }
  }

  it('does every run once on three workers, and leaves no job behind', async () => {
    const pools = [1, 2, 3].map(() => poolOf(paused));
    const out = join(home, 'once');
    const { runs } = await served(
      pools.map(({ pool }) => pool),
      async () => runSweep(plan(40), out, await redisExecutor(redis.url, out)),
    );
    const done = pools.flatMap(({ addresses }) => addresses);
    expect(runs).toHaveLength(40);
    expect([...done].sort()).toEqual(runs.map(({ address }) => address).sort());
  });

  it('gathers what was done while the driver was dead, without doing it again', async () => {
    const { pool, addresses } = poolOf(paused);
    const out = join(home, 'widowed');
    const job = await plan(3).job({ changes: { seed: 0 } });
    const queue = new Queue(queueName(sweepVersion()), { connection: { url: redis.url } });
    const { runs } = await served([pool], async () => {
      await queue.add('run', { job, driver: 'dead' }, { jobId: queuedId(job) });
      await expect.poll(() => queue.getCompletedCount()).toBe(1);
      return runSweep(plan(3), out, await redisExecutor(redis.url, out));
    });
    await queue.close();
    expect(runs).toHaveLength(3);
    expect(addresses).toHaveLength(3);
  });

  it('tries a failing run three times, and reports its cause', async () => {
    const { pool, addresses } = poolOf(() => {
      throw new Error('no space left');
    });
    const out = join(home, 'failing');
    const { runs } = await served([pool], async () =>
      runSweep(plan(1), out, await redisExecutor(redis.url, out)),
    );
    expect(runs).toMatchObject([{ state: 'failed', cause: 'no space left' }]);
    expect(addresses).toHaveLength(3);
  });

  it('stops the runs at work and takes the others back when the driver is stopped', async () => {
    const controller = new AbortController();
    const reasons: unknown[] = [];
    const { pool, addresses } = poolOf(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => {
            reasons.push(signal.reason);
            reject(Object.assign(new Error('interrupted'), { name: 'AbortError' }));
          });
          if (addresses.length === 2) controller.abort(new DOMException('interrupted', 'AbortError'));
        }),
    );
    const out = join(home, 'stopped');
    await served([pool], async () => {
      const executor = await redisExecutor(redis.url, out);
      await expect(runSweep(plan(9), out, executor, { signal: controller.signal })).rejects.toThrow(
        'interrupted',
      );
    });
    expect(addresses).toHaveLength(2);
    expect(reasons).toHaveLength(2);
    expect(await readdir(out)).not.toContain('running.lock');
  });

  it('goes on when Redis is killed and started again on its append-only file', async () => {
    const { pool } = poolOf(async (job) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return paused(job);
    });
    const out = join(home, 'restarted');
    const { runs } = await served([pool], async () => {
      const executor = await redisExecutor(redis.url, out);
      const sweep = runSweep(plan(60), out, executor);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await redis.restart();
      return sweep;
    });
    expect(new Set(runs.map(({ address }) => address)).size).toBe(60);
    expect(runs.every(({ state }) => state === 'paused')).toBe(true);
  }, 120_000);

  it('refuses a wrong password without showing it, and a server that is not there', async () => {
    const wrong = redis.url.replace('secret', 'guess');
    const failure = await redisExecutor(wrong, home).catch((error: unknown) => error as Error);
    expect((failure as Error).message).toMatch(/refuses the user or password \(WRONGPASS/);
    expect((failure as Error).message).not.toContain('guess');
    await expect(redisExecutor('redis://127.0.0.1:1', home)).rejects.toThrow(
      'redis: nothing answers at redis://127.0.0.1:1 (ECONNREFUSED)',
    );
    await expect(redisExecutor('http://127.0.0.1', home)).rejects.toThrow('must be as in redis://');
  });

  it('refuses a worker or a driver of another version, and names both versions', async () => {
    const leaving = new AbortController();
    const { pool } = poolOf(paused);
    const old = { workers: 1, signal: leaving.signal, pool, version: 'aelab 0.0.9, numerics 0' };
    let ready = () => {};
    const announced = new Promise<void>((resolve) => (ready = resolve));
    const service = serveRedis(redis.url, home, { ...old, onEvent: () => setTimeout(ready, 500) });
    await announced;
    await expect(redisExecutor(redis.url, home)).rejects.toThrow(
      /the worker on .* has aelab 0\.0\.9, numerics 0, and this side aelab .*; install the same version on both/,
    );
    leaving.abort();
    await service;
    const executor = await redisExecutor(redis.url, join(home, 'driver'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    await expect(serveRedis(redis.url, home, old)).rejects.toThrow(/the driver on .* has aelab/);
    await executor.stop();
  });
});

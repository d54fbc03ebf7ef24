import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacks } from '../../../../tools/testing/requires.js';
import { parseConfig } from '../config.js';
import { startRun } from '../run/run.js';
import { mlflowTracker } from './mlflow.js';
import { trackedScalars } from './tracked-scalars.js';
import type { TrackedRun } from './tracker.js';

const url = 'http://127.0.0.1:5987';

interface Logged {
  readonly info: { readonly status: string };
  readonly data: {
    readonly metrics: readonly { key: string; value: number | string }[];
    readonly params: readonly { key: string; value: string }[];
  };
}

async function search(): Promise<Logged[]> {
  const response = await fetch(`${url}/api/2.0/mlflow/runs/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ experiment_ids: ['1'] }),
  });
  return ((await response.json()) as { runs?: Logged[] }).runs ?? [];
}

describe.skipIf(lacks('mlflow', 'runs logged to an MLflow server'))('a run logged to MLflow', () => {
  let home: string;
  let server: ChildProcess;
  let run: TrackedRun;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'aelab mlflow '));
    const args = ['server', '--port', '5987', '--workers', '1', '--backend-store-uri', 'sqlite:///mlflow.db'];
    server = spawn('mlflow', args, { cwd: home, stdio: 'ignore', detached: true });
    for (let tries = 0; tries < 300; tries++) {
      if (
        await fetch(`${url}/health`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        break;
      await sleep(1000);
    }
    const model = { type: 'dense', hidden: [8], latentDim: 2 };
    const config = parseConfig({
      ...{ dataset: 'mnist', model, backend: 'wasm' },
      ...{ subset: { train: 100, test: 50 }, training: { epochs: 3, validation: 0.2 } },
    });
    const record = await startRun(config, join(home, 'run'));
    run = { address: 'b'.repeat(32), changes: { seed: 0 }, record };
  }, 400_000);
  afterAll(async () => {
    process.kill(-(server.pid ?? 0), 'SIGKILL');
    await rm(home, { recursive: true });
  });

  it('is read back through its API with the same figures, once, however often it is logged', async () => {
    const tracker = await mlflowTracker(url, "the student's study");
    await tracker.log(run);
    await (await mlflowTracker(url, "the student's study")).log(run);
    const runs = await search();
    expect(runs).toHaveLength(1);
    expect(runs[0].info.status).toBe('FINISHED');
    const metrics = Object.fromEntries(runs[0].data.metrics.map(({ key, value }) => [key, Number(value)]));
    // Of a curve, MLflow's run holds the last value, which comes last here too.
    expect(metrics).toEqual(Object.fromEntries(trackedScalars(run).map(({ name, value }) => [name, value])));
    expect(runs[0].data.params).toContainEqual({ key: 'training.epochs', value: '3' });
  });
});

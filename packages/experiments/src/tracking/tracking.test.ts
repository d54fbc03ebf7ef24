import { createServer, type Server } from 'node:http';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRecord } from '@aelab/viz';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crc32c } from './crc32c.js';
import { mlflowTracker } from './mlflow.js';
import { tensorboardTracker } from './tensorboard.js';
import { tensorboardEvents } from './tf-events.js';
import type { TrackedRun } from './tracker.js';

const run: TrackedRun = {
  address: 'a'.repeat(32),
  changes: { 'model.latentDim': 4, seed: 1 },
  record: {
    config: { dataset: 'mnist', model: { type: 'dense', hidden: [8], latentDim: 4 } },
    environment: { date: '2026-01-02T03:04:05.000Z' },
    model: { parameters: 100 },
    training: { epochs: 2, seconds: 10, loss: [0.5, 0.25], validationLoss: [] },
    test: { mse: 0.125, psnr: 'Infinity', perClass: [] },
    baselines: {},
  } as unknown as RunRecord,
};

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab tracking '));
});
afterAll(() => rm(home, { recursive: true }));

describe('crc32c', () => {
  it('has the check value of its polynomial, and those of RFC 3720 B.4', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
  });
});

/** From tools/golden/tensorboard-events.py. */
const golden =
  '1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c1b000000000000001a0d9e1309000000000000f83f10ac022a0d0a0b0a046c6f7373150000003f69f9315b';

describe('tensorboardEvents', () => {
  it('is the file that the RecordWriter of tensorboard 2.21.0 writes for one scalar', () => {
    const events = tensorboardEvents([{ tag: 'loss', step: 300, value: 0.5, wallTime: 1.5 }]);
    expect(Buffer.from(events).toString('hex')).toBe(golden);
  });

  it('writes one file per run, under a readable name, the same one when told again', async () => {
    const tracker = tensorboardTracker(join(home, 'board'));
    await tracker.log(run);
    await tracker.log(run);
    const folder = join(home, 'board', 'model.latentDim=4_seed=1-aaaaaaaa');
    expect(await readdir(folder)).toEqual(['events.out.tfevents.1767323045.aelab']);
    const bytes = await readFile(join(folder, 'events.out.tfevents.1767323045.aelab'));
    for (const tag of ['training.loss', 'test.mse', 'model.parameters'])
      expect(bytes.includes(tag)).toBe(true);
  });
});

describe('mlflowTracker', () => {
  const calls: { endpoint: string; body: Record<string, unknown> }[] = [];
  let server: Server;
  let url: string;
  let logged: object[] = [];

  beforeAll(async () => {
    const answers: Partial<Record<string, () => object>> = {
      'experiments/create': () => ({ experiment_id: '7' }),
      'runs/create': () => ({ run: { info: { run_id: 'r1' } } }),
      'runs/search': () => ({ runs: logged }),
    };
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (part: Buffer) => (text += part.toString()));
      request.on('end', () => {
        const endpoint = String(request.url).replace('/api/2.0/mlflow/', '');
        calls.push({ endpoint, body: JSON.parse(text) as Record<string, unknown> });
        response.end(JSON.stringify(answers[endpoint]?.() ?? {}));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it('logs config, curves and figures, and ends the run', async () => {
    await (await mlflowTracker(url, 'study')).log(run);
    expect(calls.map(({ endpoint }) => endpoint)).toEqual([
      'experiments/create',
      'runs/search',
      'runs/create',
      'runs/log-batch',
      'runs/log-batch',
      'runs/update',
    ]);
    const timestamp = 1767323045000;
    expect(calls[2].body).toMatchObject({ experiment_id: '7', start_time: timestamp - 10_000 });
    expect(calls[3].body['params']).toContainEqual({ key: 'model.hidden', value: '[8]' });
    expect(calls[4].body['metrics']).toEqual(
      expect.arrayContaining([
        { key: 'training.loss', value: 0.5, timestamp, step: 1 },
        { key: 'training.loss', value: 0.25, timestamp, step: 2 },
        { key: 'test.mse', value: 0.125, timestamp, step: 2 },
        { key: 'test.psnr', value: 'Infinity', timestamp, step: 2 },
      ]),
    );
    expect(calls[5].body).toMatchObject({ run_id: 'r1', status: 'FINISHED', end_time: timestamp });
  });

  it('leaves a run alone that is there, and replaces one that was cut off', async () => {
    const tracker = await mlflowTracker(url, 'study');
    calls.length = 0;
    logged = [{ info: { run_id: 'r1', status: 'FINISHED' } }];
    await tracker.log(run);
    expect(calls.map(({ endpoint }) => endpoint)).toEqual(['runs/search']);
    logged = [{ info: { run_id: 'r1', status: 'RUNNING' } }];
    await tracker.log(run);
    expect(calls[2]).toEqual({ endpoint: 'runs/delete', body: { run_id: 'r1' } });
    expect(calls.at(-1)?.endpoint).toBe('runs/update');
  });

  it('says in one line that nothing answers', async () => {
    await expect(mlflowTracker('http://127.0.0.1:1', 'study')).rejects.toThrow(
      /^mlflow: nothing answers at http:\/\/127\.0\.0\.1:1 \(.+\); start it: mlflow server$/,
    );
    await expect(mlflowTracker('localhost:5000', 'study')).rejects.toThrow('it must be as in http://');
  });
});

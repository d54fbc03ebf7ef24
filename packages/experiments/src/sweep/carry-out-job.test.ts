import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../config.js';
import type { RunEvent } from '../run/run-events.js';
import { carryOutJob } from './carry-out-job.js';
import { contentAddress } from './content-address.js';
import { attemptsFolder, runFolder } from './sweep-folder.js';
import type { Outcome, SweepJob } from './sweep-job.js';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab jobs '));
});
afterAll(() => rm(home, { recursive: true }));

const config = parseConfig({
  dataset: 'mnist',
  subset: { train: 100, test: 20 },
  model: { type: 'dense', hidden: [8], latentDim: 785 },
  training: { epochs: 4, batchSize: 10, validation: 0.2 },
  backend: 'wasm',
});
const job = (until?: number): SweepJob => ({
  address: contentAddress(config, {}),
  changes: {},
  config,
  ...(until !== undefined && { until }),
});

const figures = (outcome: Outcome) => {
  if (outcome.state !== 'finished') throw new Error(`the run is ${outcome.state}`);
  return Object.entries(outcome.figures).filter(([name]) => !/seconds|PerSecond/.test(name));
};

/** Stops a job after some training steps, as a dying worker does. */
async function interrupted(out: string, steps: number): Promise<void> {
  const controller = new AbortController();
  let left = steps;
  const onEvent = ({ stage }: RunEvent) => {
    if (stage === 'training' && --left === 0) controller.abort(new DOMException('stop', 'AbortError'));
  };
  await expect(carryOutJob(job(), out, { signal: controller.signal, onEvent })).rejects.toThrow('stop');
}

describe('carryOutJob', () => {
  it('leaves the run folder at its address, and nothing unfinished', async () => {
    const out = join(home, 'whole');
    const outcome = await carryOutJob(job(), out, {});
    expect(figures(outcome)).toContainEqual(['model.parameters', expect.any(Number)]);
    expect(await readdir(runFolder(out, job().address))).toContain('run.json');
    expect(await readdir(runFolder(out, job().address))).not.toContain('running.lock');
    expect(await readdir(join(out, 'unfinished'))).toEqual([]);
  });

  it('gives a finished run back without doing it again', async () => {
    const record = join(runFolder(join(home, 'whole'), job().address), 'run.json');
    const before = await readFile(record, 'utf8');
    await carryOutJob(job(), join(home, 'whole'), { onEvent: () => expect.unreachable() });
    expect(await readFile(record, 'utf8')).toBe(before);
  });

  it('ends with the figures of an undisturbed run after dying twice', async () => {
    const out = join(home, 'died');
    await interrupted(out, 5);
    await interrupted(out, 9);
    const stages: number[] = [];
    const onEvent = (event: RunEvent) =>
      event.stage === 'training' && stages.push(event.epoch * 8 + event.step);
    const outcome = await carryOutJob(job(), out, { onEvent: (event) => void onEvent(event) });
    expect(stages[0]).toBe(15);
    expect(figures(outcome)).toEqual(figures(await carryOutJob(job(), join(home, 'whole'), {})));
  });

  it('goes on from the attempt that came furthest, and passes over one that cannot be read', async () => {
    const out = join(home, 'several');
    await interrupted(out, 12);
    const attempts = attemptsFolder(out, job().address);
    const [furthest] = await readdir(attempts);
    await cp(join(attempts, furthest), join(attempts, 'broken'), { recursive: true });
    await writeFile(join(attempts, 'broken', 'checkpoint.bin'), 'torn');
    let first: RunEvent | undefined;
    const onEvent = (event: RunEvent) => {
      if (event.stage === 'training') first ??= event;
    };
    await carryOutJob(job(), out, { onEvent });
    expect(first).toMatchObject({ epoch: 1, step: 5 });
  });

  it('pauses after an epoch, knows it again, and goes on to the same figures', async () => {
    const out = join(home, 'paused');
    const first = await carryOutJob(job(1), out, {});
    expect(first).toMatchObject({ state: 'paused', epochs: 1, validationLoss: expect.any(Number) as number });
    expect(await carryOutJob(job(1), out, { onEvent: () => expect.unreachable() })).toEqual(first);
    await carryOutJob(job(3), out, {});
    expect(await readdir(attemptsFolder(out, job().address))).toHaveLength(1);
    const whole = figures(await carryOutJob(job(), join(home, 'whole'), {}));
    expect(figures(await carryOutJob(job(), out, {}))).toEqual(whole);
    expect(await carryOutJob(job(1), out, {})).toEqual(first);
  });

  it('keeps one of two attempts that end at a run both', async () => {
    const out = join(home, 'both');
    const [a, b] = await Promise.all([carryOutJob(job(), out, {}), carryOutJob(job(), out, {})]);
    expect(figures(a)).toEqual(figures(b));
    expect(await readdir(join(out, 'runs'))).toEqual([job().address]);
  });
});

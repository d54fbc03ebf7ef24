import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../config.js';
import type { RunEvent } from '../run/run-events.js';
import { carryOutJob } from './carry-out-job.js';
import { attemptsFolder, runFolder } from './sweep-folder.js';
import type { Outcome, SweepJob } from './sweep-job.js';
import { planSweep } from './sweep-plan.js';
import { parseSweep } from './sweep-schema.js';

const config = parseConfig({
  dataset: 'mnist',
  subset: { train: 100, test: 20 },
  model: { type: 'dense', hidden: [8], latentDim: 785 },
  training: { epochs: 4, batchSize: 10, validation: 0.2 },
  backend: 'wasm',
});
let home: string;
let address: string;
beforeAll(async () => {
  const plan = planSweep(parseSweep({ base: config }), () => expect.unreachable());
  ({ address } = await plan.job({ changes: {} }));
  home = await mkdtemp(join(tmpdir(), 'aelab jobs '));
});
afterAll(() => rm(home, { recursive: true }));

const job = (until?: number): SweepJob => ({
  address,
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
    expect(await readdir(runFolder(out, address))).toContain('run.json');
    expect(await readdir(runFolder(out, address))).not.toContain('running.lock');
    expect(await readdir(join(out, 'unfinished'))).toEqual([]);
  });

  it('gives a finished run back without doing it again', async () => {
    const record = join(runFolder(join(home, 'whole'), address), 'run.json');
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
    const attempts = attemptsFolder(out, address);
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
    expect(await readdir(attemptsFolder(out, address))).toHaveLength(1);
    const whole = figures(await carryOutJob(job(), join(home, 'whole'), {}));
    expect(figures(await carryOutJob(job(), out, {}))).toEqual(whole);
    expect(await carryOutJob(job(1), out, {})).toEqual(first);
  });

  it('refuses to publish a run of other data than the address names', async () => {
    const other = { ...job(), address: 'f'.repeat(32) };
    await expect(carryOutJob(other, join(home, 'other'), {})).rejects.toThrow('the files of mnist here');
    expect(await readdir(join(home, 'other'))).toEqual(['unfinished']);
  });

  it('keeps one of two attempts that end at a run both', async () => {
    const out = join(home, 'both');
    const [a, b] = await Promise.all([carryOutJob(job(), out, {}), carryOutJob(job(), out, {})]);
    expect(figures(a)).toEqual(figures(b));
    expect(await readdir(join(out, 'runs'))).toEqual([address]);
  });
});

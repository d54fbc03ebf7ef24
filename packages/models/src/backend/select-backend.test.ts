import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getBackend, matMul, mul, randomUniform, tensor } from '@tensorflow/tfjs-core';
import { lacks, useSwiftShader } from '../../../../tools/testing/requires.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Probe } from './select-backend.js';
import { selectBackend } from './select-backend.js';

let folder: string;
let steps: number;
const before = process.env['AELAB_CACHE'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aelab-backends-'));
  process.env['AELAB_CACHE'] = folder;
});
afterAll(async () => {
  if (before === undefined) delete process.env['AELAB_CACHE'];
  else process.env['AELAB_CACHE'] = before;
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  steps = 0;
});

const probe = (key: string): Probe => ({
  key,
  start: () => ({ step: () => Promise.resolve(steps++), stop: () => undefined }),
});

describe('selectBackend', () => {
  it('starts what it is asked for', async () => {
    expect(await selectBackend('cpu')).toEqual({ name: 'cpu', why: 'asked for', warnings: [] });
    expect(getBackend()).toBe('cpu');
    expect(await selectBackend('wasm', undefined, { accelerate: 'off' })).toMatchObject({
      name: 'wasm',
      why: 'asked for',
    });
    expect(getBackend()).toBe('wasm');
  });

  it('keeps the tensors that were made before, whatever it starts', async () => {
    await selectBackend('wasm', undefined, { accelerate: 'off' });
    const before = tensor([1, 2, 3]);
    for (const [choice, accelerate] of [
      ['wasm', 'auto'],
      ['wasm', 'off'],
      ['cpu'],
      ['wasm', 'auto'],
    ] as const) {
      await selectBackend(choice, undefined, { accelerate });
      expect([...(await mul(before, 2).data())]).toEqual([2, 4, 6]);
    }
  });

  it("times the model for 'auto', says the figures, and remembers the answer", async () => {
    const first = await selectBackend('auto', probe('a'));
    expect(first.why).toMatch(/^the fastest of 10 steps took \d+\.\d ms on wasm/);
    expect(steps).toBeGreaterThanOrEqual(13);
    const timed = steps;
    expect(await selectBackend('auto', probe('a'))).toEqual({ ...first, why: `${first.why} (remembered)` });
    expect(steps).toBe(timed);
    await selectBackend('auto', probe('b'));
    expect(steps).toBeGreaterThan(timed);
  });

  it.skipIf(lacks('swiftshader', "'auto' beside a software adapter"))(
    "takes a software adapter when asked for it, and never by 'auto'",
    async () => {
      useSwiftShader();
      const [warning] = (await selectBackend('webgpu')).warnings;
      expect(warning).toMatch(/^webgpu: SwiftShader.* is software, and slow$/);
      const { why } = await selectBackend('auto', probe('software'));
      expect(why).not.toContain('webgpu');
    },
  );

  it('does not go by a step that something else delayed', async () => {
    let clock = 0;
    let starts = 0;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => clock);
    const start = () => {
      const isPlain = starts++ === 1;
      let step = 0;
      const takes = () => (isPlain ? (++step === 7 ? 1000 : 10) : 12);
      return { step: () => Promise.resolve((clock += takes())), stop: () => undefined };
    };
    const { name, accelerator, why } = await selectBackend('auto', { key: 'delayed', start });
    now.mockRestore();
    expect([name, accelerator]).toEqual(['wasm', undefined]);
    expect(why).toBe('the fastest of 10 steps took 12.0 ms on wasm with onnxruntime, 10.0 ms on wasm');
  });

  it('passes over a backend on which the model does not train', async () => {
    let starts = 0;
    const broken: Probe = {
      key: 'broken',
      start: () => {
        if (starts++ === 0) throw new Error('no such kernel');
        return probe('').start();
      },
    };
    const { name, warnings } = await selectBackend('auto', broken);
    expect(name).toBe(warnings.length > 0 && starts === 1 ? 'cpu' : 'wasm');
    expect(warnings.join()).toContain('no such kernel');
  });

  it('falls back to pure JavaScript where nothing else works', async () => {
    const hopeless: Probe = {
      key: 'hopeless',
      start: () => {
        throw new Error('no such kernel');
      },
    };
    const { name, why } = await selectBackend('auto', hopeless);
    expect(name).toBe('cpu');
    expect(why).toContain('nothing faster works: ');
  });

  it('starts what a run record says, as it was', async () => {
    const recorded = { name: 'wasm', why: 'it was faster', warnings: ['an old one'] } as const;
    expect(await selectBackend(recorded)).toMatchObject({ name: 'wasm', why: 'it was faster' });
  });

  it('keeps the accelerator that a run record names, or does without', async () => {
    const bytes = async (accelerator?: 'onnxruntime') => {
      await selectBackend({ name: 'wasm', accelerator, why: '', warnings: [] });
      const x = randomUniform([130, 301], -1, 1, 'float32', 5);
      return Buffer.from(matMul(x, x, true).dataSync<'float32'>().buffer).toString('hex');
    };
    const [own, accelerated] = [await bytes(), await bytes('onnxruntime')];
    expect(accelerated).not.toBe(own);
    expect(await bytes('onnxruntime')).toBe(accelerated);
    expect(await bytes()).toBe(own);
  });

  it('takes the number of threads from AELAB_THREADS, and refuses nonsense', async () => {
    for (const nonsense of ['two', '0', '1.5', '65']) {
      vi.stubEnv('AELAB_THREADS', nonsense);
      await expect(selectBackend('wasm')).rejects.toThrow(`AELAB_THREADS is '${nonsense}'; it must be`);
    }
    vi.stubEnv('AELAB_THREADS', '1');
    expect(await selectBackend('wasm', undefined, { accelerate: 'off' })).toMatchObject({ warnings: [] });
    vi.unstubAllEnvs();
  });

  it('measures again where the memory of answers is damaged', async () => {
    await selectBackend('auto', probe('c'));
    const file = join(folder, 'backends.json');
    expect(await readFile(file, 'utf8')).toContain('of 10 steps');
    await writeFile(file, '{"half a');
    const timed = steps;
    await selectBackend('auto', probe('c'));
    expect(steps).toBeGreaterThan(timed);
  });
});

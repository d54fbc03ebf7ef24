import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-core';
import { fill, getBackend, tidy, variableGrads } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { lacks } from '../../../../tools/testing/requires.js';
import { optimizers } from '../training/optimizer.js';
import { variableOf } from '../training/state.js';
import { meanSquaredError } from './mean-squared-error.js';
import { addonIn, nativeFolder } from './native/native-library.js';
import { nativeLibraries } from './native/wheels.js';
import { selectBackend } from './select-backend.js';
import type { WasmBackend } from './wasm/heap.js';
import { internalsDiffer } from './wasm/heap.js';

const broken = vi.hoisted(() => ({ internals: false, onnxruntime: false }));

vi.mock('./wasm/heap.js', async (original) => {
  const heap = await original<typeof import('./wasm/heap.js')>();
  const differ: typeof heap.internalsDiffer = (backend) =>
    broken.internals ? 'it has no _malloc and _free' : heap.internalsDiffer(backend);
  return { ...heap, internalsDiffer: differ };
});

vi.mock('./wasm/onnx-products.js', async (original) => {
  const { onnxProducts } = await original<typeof import('./wasm/onnx-products.js')>();
  const products: typeof onnxProducts = (...operands) => {
    if (broken.onnxruntime) throw new Error('libonnxruntime.so: wrong ELF class');
    return onnxProducts(...operands);
  };
  return { onnxProducts: products };
});

const installed = nativeFolder(nativeLibraries.native);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aelab-fall-back-'));
  vi.stubEnv('AELAB_CACHE', folder);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => void Object.assign(broken, { internals: false, onnxruntime: false }));

/** The losses of 20 steps of Adam on a small dense model. */
function train(): number[] {
  const stack = [
    layers.dense({ units: 4, activation: 'relu', kernelInitializer: 'ones', inputShape: [3] }),
    layers.dense({ units: 3, activation: 'sigmoid', kernelInitializer: 'ones' }),
  ];
  const model = sequential({ layers: stack });
  const variables = model.trainableWeights.map(variableOf);
  const optimizer = optimizers.adam(variables, { learningRate: 0.1 });
  return Array.from({ length: 20 }, () =>
    tidy(() => {
      const x = fill([2, 3], 0.5);
      const { value, grads } = variableGrads(() => meanSquaredError(x, model.apply(x) as Tensor), variables);
      optimizer.apply(grads);
      return value.dataSync()[0];
    }),
  );
}

const probe = (key: string) => ({
  key,
  start: () => ({ step: () => Promise.resolve(train()), stop: () => undefined }),
});

describe('where the internals of TensorFlow.js differ from those that aelab knows', () => {
  it('trains with its stock kernels, and says so', async () => {
    broken.internals = true;
    const { warnings } = await selectBackend('wasm', undefined, { accelerate: 'off' });
    expect(warnings.join()).toMatch(/stock kernels of TensorFlow.js are in use: .* _malloc/);
    const losses = train();
    expect(losses[19]).toBeLessThan(losses[0] / 4);
    broken.internals = false;
    expect((await selectBackend('wasm', undefined, { accelerate: 'off' })).warnings).toEqual([]);
    train().forEach((loss, i) => expect(loss).toBeCloseTo(losses[i], 5));
  });

  it.each<[string, object]>([
    ['no _malloc and _free', { wasm: {} }],
    ['does not show its memory', { wasm: { _malloc: () => 0, _free: () => 0 } }],
    ['does not show its memory', { wasm: { _malloc: () => 0, _free: () => 0, asm: {} } }],
    [
      'no dataIdMap',
      { wasm: { _malloc: () => 0, _free: () => 0, asm: { memory: { buffer: new ArrayBuffer(0) } } } },
    ],
  ])('sees that it has %s', (difference, backend) => {
    expect(internalsDiffer(backend as Partial<WasmBackend>)).toContain(difference);
  });
});

describe.skipIf(existsSync('/dev/nvidiactl') || lacks('native', 'native beside a library for cards'))(
  'where the library for NVIDIA cards is installed and there is no card',
  () => {
    it('says so without loading it, so that native still starts', async () => {
      for (const library of Object.values(nativeLibraries))
        await mkdir(dirname(nativeFolder(library)), { recursive: true });
      await symlink(installed, nativeFolder(nativeLibraries.native));
      await mkdir(dirname(addonIn(nativeFolder(nativeLibraries.gpu))), { recursive: true });
      await writeFile(addonIn(nativeFolder(nativeLibraries.gpu)), '');
      await expect(selectBackend('gpu')).rejects.toThrow('startNative: there is no NVIDIA card here');
      expect(await selectBackend('native')).toMatchObject({ name: 'native' });
      await rm(join(folder, 'native'), { recursive: true });
    });
  },
);

describe('where onnxruntime-node is installed but does not start', () => {
  it('trains without it, and says why', async () => {
    broken.onnxruntime = true;
    const { name, accelerator, warnings } = await selectBackend('auto', probe('broken library'));
    expect([name, accelerator, getBackend()]).toEqual(['wasm', undefined, 'wasm']);
    expect(warnings).toEqual(['wasm with onnxruntime: libonnxruntime.so: wrong ELF class']);
  });

  it('does not go on with a run that began on it', async () => {
    broken.onnxruntime = true;
    const begunOn = { name: 'wasm', accelerator: 'onnxruntime', why: 'it was faster', warnings: [] } as const;
    await expect(selectBackend(begunOn)).rejects.toThrow(
      'wasm with onnxruntime was in use before and does not start here: libonnxruntime.so',
    );
  });
});

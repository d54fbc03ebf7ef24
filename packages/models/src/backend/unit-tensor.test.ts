import { selectImages, toUnitRange, type ImageBatch } from '@aelab/images';
import { beforeAll, describe, expect, it } from 'vitest';
import { lacks } from '../../../../tools/testing/requires.js';
import { selectBackend } from './select-backend.js';
import { unitTensor } from './unit-tensor.js';

const levels = Uint8Array.from({ length: 512 }, (_, i) => i % 256);
const batches: Record<string, ImageBatch> = {
  'every byte': { data: levels, shape: [2, 16, 16, 1], range: [0, 255] },
  'bytes of another range': { data: levels, shape: [1, 16, 16, 2], range: [-3.7, 301.2] },
  floats: { data: Float32Array.of(-1, 0.3, 1), shape: [1, 1, 3, 1], range: [-1, 1] },
  'no images': { data: new Uint8Array(0), shape: [0, 2, 2, 1], range: [0, 255] },
};

const native = lacks('native', 'unitTensor on the native backend') ? [] : (['native'] as const);

describe.each(['wasm', 'cpu', ...native] as const)('unitTensor on %s', (backend) => {
  beforeAll(() => selectBackend(backend));

  it.each(Object.entries(batches))(
    'has the values of toUnitRange to the last bit: %s',
    async (_what, images) => {
      const unit = unitTensor(images);
      expect(unit.shape).toEqual(images.shape);
      expect(await unit.data()).toEqual(toUnitRange(images).data);
    },
  );

  it.each(Object.entries(batches).slice(0, 3))(
    'takes the images with the given indices: %s',
    async (_what, images) => {
      const indices = Uint32Array.of(images.shape[0] - 1, 0, 0);
      const expected = toUnitRange(selectImages(images, indices));
      const unit = unitTensor(images, indices);
      expect(unit.shape).toEqual(expected.shape);
      expect(await unit.data()).toEqual(expected.data);
    },
  );
});

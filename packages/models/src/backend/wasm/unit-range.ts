import { imageSize, type ImageBatch } from '@aelab/images';
import { util } from '@tensorflow/tfjs-core';
import type { Replacement } from './replace-kernels.js';

/** A kernel of our own, which `unit-tensor.ts` calls: byte images to values in [0, 1], as `toUnitRange` does. */
const AelabUnitRange: Replacement =
  (heap) =>
  ({ attrs }) => {
    const { images, indices } = attrs as unknown as { images: ImageBatch; indices?: Uint32Array };
    const { shape, range } = images;
    const unit = heap.output([indices?.length ?? shape[0], ...shape.slice(1)]);
    const length = util.sizeFromShape(unit.shape);
    const table = heap.scratch(4 * 256 + length);
    const bytes = table + 4 * 256;
    new Float32Array(heap.memory.buffer, table, 256).set(levels(range));
    gather(images, indices, new Uint8Array(heap.memory.buffer, bytes, length));
    heap.kernels.lookUp(bytes, table, heap.pointer(unit), length, heap.job);
    return unit;
  };

function gather(images: ImageBatch, indices: Uint32Array | undefined, bytes: Uint8Array): void {
  const size = imageSize(images);
  if (indices)
    indices.forEach((image, i) => {
      bytes.set(images.data.subarray(image * size, (image + 1) * size), i * size);
    });
  else bytes.set(images.data);
}

export const unitRange = { AelabUnitRange };

/** Of each byte: where it stands between the ends of the range. */
function levels([lowest, highest]: ImageBatch['range']): Float32Array {
  const table = new Float32Array(256);
  for (let level = 0; level < 256; level++) table[level] = (level - lowest) / (highest - lowest);
  return table;
}

import type { ImageBatch } from '@aelab/images';
import type { Replacement } from './replace-kernels.js';

/** A kernel of our own, which `unit-tensor.ts` calls: byte images to values in [0, 1], as `toUnitRange` does. */
const AelabUnitRange: Replacement =
  (heap) =>
  ({ attrs }) => {
    const { data, shape, range } = attrs as unknown as ImageBatch;
    const unit = heap.output(shape);
    const table = heap.scratch(4 * 256 + data.length);
    const bytes = table + 4 * 256;
    new Float32Array(heap.memory.buffer, table, 256).set(levels(range));
    new Uint8Array(heap.memory.buffer, bytes, data.length).set(data);
    heap.kernels.lookUp(bytes, table, heap.pointer(unit), data.length, heap.job);
    return unit;
  };

export const unitRange = { AelabUnitRange };

/** Of each byte: where it stands between the ends of the range. */
function levels([lowest, highest]: ImageBatch['range']): Float32Array {
  const table = new Float32Array(256);
  for (let level = 0; level < 256; level++) table[level] = (level - lowest) / (highest - lowest);
  return table;
}

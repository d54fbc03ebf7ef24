import type { Tensor } from '@tensorflow/tfjs-core';
import { tensor } from '@tensorflow/tfjs-core';

/** A tensor of the shape of `like`, filled by draws. */
export function noiseTensor({ shape, size }: Tensor, draw: () => number): Tensor {
  const data = new Float32Array(size);
  for (let i = 0; i < size; i++) data[i] = draw();
  return tensor(data, shape);
}

import type { ImageBatch } from '@aelab/images';
import { toUnitRange } from '@aelab/images';
import type { NamedAttrMap, Tensor4D } from '@tensorflow/tfjs-core';
import { engine, getBackend, getKernel, tensor4d } from '@tensorflow/tfjs-core';

/** Images as a Float32 tensor with values in [0, 1]; bytes become floats on the backend where it has a kernel for that. */
export function unitTensor(images: ImageBatch): Tensor4D {
  if (
    !(images.data instanceof Uint8Array) ||
    !(getKernel('AelabUnitRange', getBackend()) as object | undefined)
  )
    return tensor4d(toUnitRange(images).data, [...images.shape]);
  return engine().runKernel<Tensor4D>('AelabUnitRange', {}, images as unknown as NamedAttrMap);
}

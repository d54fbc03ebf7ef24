import type { Replacement } from './replace-kernels.js';

/** By whole factors; other sizes are the stock kernel's. */
const ResizeNearestNeighbor: Replacement = (heap, stock) => (call) => {
  const { images } = call.inputs;
  const { alignCorners, halfPixelCenters, size } = call.attrs as unknown as {
    alignCorners: boolean;
    halfPixelCenters: boolean;
    size: [number, number];
  };
  const [n, height, width, channels] = images.shape;
  const [down, right] = [size[0] / height, size[1] / width];
  if (images.dtype !== 'float32' || alignCorners || halfPixelCenters || !isWhole(down) || !isWhole(right))
    return stock(call);
  const large = heap.output([n, ...size, channels]);
  const { kernels, job, pointer } = heap;
  kernels.repeatPixels(pointer(images), n * height, width, channels, down, right, pointer(large), job);
  return large;
};

const ResizeNearestNeighborGrad: Replacement = (heap, stock) => (call) => {
  const { images, dy } = call.inputs;
  const [n, height, width, channels] = images.shape;
  const [down, right] = [dy.shape[1] / height, dy.shape[2] / width];
  const { alignCorners } = call.attrs as { alignCorners: boolean };
  if (alignCorners || !isWhole(down) || !isWhole(right)) return stock(call);
  const small = heap.output(images.shape);
  const { kernels, job, pointer } = heap;
  kernels.sumPixels(pointer(dy), n * height, width, channels, down, right, pointer(small), job);
  return small;
};

export const upsampling = { ResizeNearestNeighbor, ResizeNearestNeighborGrad };

function isWhole(factor: number): boolean {
  return Number.isInteger(factor) && factor > 0;
}

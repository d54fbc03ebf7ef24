import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { getKernel, registerKernel, unregisterKernel, util } from '@tensorflow/tfjs-core';

interface CpuBackend {
  readonly data: { get(dataId: object): { readonly values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): TensorInfo;
}

let repaired = false;

/**
 * Makes the pure JavaScript backend of TensorFlow.js 4.22 right about the gradients of upsampling: nearest, of more than
 * one image, it reads the wrong image's gradient, so it is given one at a time; bilinear, of an image that is not
 * square, it swaps height and width in the result's shape.
 */
export function repairOracle(): void {
  if (repaired) return;
  repaired = true;
  repair('ResizeNearestNeighborGrad', (stock) => ({ inputs, attrs, backend }) => {
    const { images, dy } = inputs as { images: TensorInfo; dy: TensorInfo };
    const cpu = backend as CpuBackend;
    const dx = new Float32Array(util.sizeFromShape(images.shape));
    for (let i = 0; i < images.shape[0]; i++) {
      const one = { images: slice(cpu, images, i), dy: slice(cpu, dy, i) };
      const { dataId } = stock({ inputs: one, attrs, backend }) as TensorInfo;
      dx.set(cpu.data.get(dataId).values, (dx.length / images.shape[0]) * i);
    }
    return cpu.makeTensorInfo(images.shape, 'float32', dx);
  });
  repair('ResizeBilinearGrad', (stock) => (call) => ({
    ...(stock(call) as TensorInfo),
    shape: (call.inputs as { images: TensorInfo }).images.shape,
  }));
}

function repair(kernelName: string, repairedKernel: (stock: KernelFunc) => KernelFunc): void {
  const stock: KernelConfig = getKernel(kernelName, 'cpu');
  unregisterKernel(kernelName, 'cpu');
  registerKernel({ ...stock, kernelFunc: repairedKernel(stock.kernelFunc) });
}

function slice(cpu: CpuBackend, { shape, dataId }: TensorInfo, image: number): TensorInfo {
  const { values } = cpu.data.get(dataId);
  const size = values.length / shape[0];
  return cpu.makeTensorInfo(
    [1, ...shape.slice(1)],
    'float32',
    values.slice(image * size, (image + 1) * size),
  );
}

import type { GradConfig, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import {
  backend_util,
  getBackend,
  getGradient,
  mul,
  registerGradient,
  tensor4d,
  unregisterGradient,
} from '@tensorflow/tfjs-core';

/** Other packages of TensorFlow.js register its own again when they are loaded. */
let repaired: GradConfig | undefined;

/**
 * Makes the gradient of average pooling right where a window hangs over the edge. Its mean is over the pixels that are
 * there, but the gradient of TensorFlow.js 4.22, in JavaScript and in WebAssembly, divides by the whole window.
 */
export function repairAveragePooling(): void {
  const stock: GradConfig = getGradient('AvgPool');
  if (stock === repaired) return;
  unregisterGradient('AvgPool');
  repaired = {
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const isRight = getBackend() === 'tensorflow' || attrs['pad'] === 'valid' || attrs['pad'] === 0;
      const scaled = isRight ? dy : mul(dy as Tensor, wholePerPresent(saved[0] as Tensor4D, attrs));
      return stock.gradFunc(scaled, saved, attrs);
    },
  };
  registerGradient(repaired);
}

/** Per place of the output: pixels of a whole window for each that is there, `[1, height, width, 1]`. */
function wholePerPresent({ shape }: Tensor4D, attrs: Readonly<Record<string, unknown>>): Tensor4D {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as {
    filterSize: [number, number];
    strides: [number, number];
    pad: 'same';
    dimRoundingMode?: 'floor';
  };
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const rows = present(info.outHeight, info.strideHeight, info.padInfo.top, info.filterHeight, info.inHeight);
  const columns = present(info.outWidth, info.strideWidth, info.padInfo.left, info.filterWidth, info.inWidth);
  const whole = info.filterHeight * info.filterWidth;
  const ratios = rows.flatMap((row) => columns.map((column) => whole / (row * column)));
  return tensor4d(ratios, [1, rows.length, columns.length, 1]);
}

/** How much of each window lies on the image, along one axis. */
function present(windows: number, stride: number, before: number, length: number, pixels: number): number[] {
  return Array.from({ length: windows }, (_, i) => {
    const start = i * stride - before;
    return Math.min(pixels, start + length) - Math.max(0, start);
  });
}

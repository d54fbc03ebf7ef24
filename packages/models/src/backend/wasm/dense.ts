import { activate } from './activations.js';
import { multiply, prepare } from './matrix-product.js';
import type { Replacement } from './replace-kernels.js';

/** A kernel of our own, which `fused-dense.ts` calls: `activation(x · kernel + bias)`. */
const AelabDense: Replacement =
  (heap) =>
  ({ inputs: { x, kernel, bias }, attrs }) => {
    const y = multiply(heap, { a: x, b: kernel, transposeA: false, transposeB: false });
    activate(heap, y, bias, (attrs as { activation: string }).activation);
    return y;
  };

/** Of its input and of its kernel, together: neither waits for the other. */
const AelabDenseGradients: Replacement =
  (heap) =>
  ({ inputs: { x, kernel, dy } }) => {
    const ofX = prepare(heap, { a: dy, b: kernel, transposeA: false, transposeB: true });
    const ofKernel = prepare(heap, { a: x, b: dy, transposeA: true, transposeB: false });
    heap.multiply(...ofX.products, ...ofKernel.products);
    return [ofX.c, ofKernel.c];
  };

export const dense = { AelabDense, AelabDenseGradients };

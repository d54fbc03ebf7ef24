import { activate } from './activations.js';
import { multiply } from './matrix-product.js';
import type { Replacement } from './replace-kernels.js';

/** A kernel of our own, which `fused-dense.ts` calls: `activation(x · kernel + bias)`. */
const AelabDense: Replacement =
  (heap) =>
  ({ inputs: { x, kernel, bias }, attrs }) => {
    const y = multiply(heap, { a: x, b: kernel, transposeA: false, transposeB: false });
    activate(heap, y, bias, (attrs as { activation: string }).activation);
    return y;
  };

export const dense = { AelabDense };

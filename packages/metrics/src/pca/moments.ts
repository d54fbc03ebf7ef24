import type { ImageBatch } from '@aelab/images';
import { gramMatrix } from '@aelab/kernels';
import { innerProducts, transposed } from './row-products.js';

/** Sums over n rows of d values: of each column, and of the product of each pair of columns. */
export interface Moments {
  n: number;
  readonly d: number;
  readonly sum: Float64Array;
  /** `[d, d]`, symmetric. */
  readonly products: Float64Array;
}

export function emptyMoments(d: number): Moments {
  return { n: 0, d, sum: new Float64Array(d), products: new Float64Array(d * d) };
}

/** Adds rows of d values to the sums: exact for bytes, in Float64 otherwise. */
export function addRows(moments: Moments, data: ImageBatch['data']): void {
  const { d, sum, products } = moments;
  const n = data.length / d;
  for (let row = 0; row < data.length; row += d) for (let j = 0; j < d; j++) sum[j] += data[row + j];
  const added = data instanceof Float64Array ? gramOfFloat64(data, d) : gramMatrix(data, n, d);
  for (let e = 0; e < products.length; e++) products[e] += added[e];
  moments.n += n;
}

function gramOfFloat64(data: Float64Array, d: number): Float64Array {
  const n = data.length / d;
  const columns = transposed(data, n, d);
  return innerProducts(columns, columns, n);
}

/** `Σ (x − c)(x − c)ᵀ`, `[d, d]`. */
export function scatterAbout({ n, d, sum, products }: Moments, centre: Float64Array): Float64Array {
  return products.map((product, e) => {
    const [i, j] = [Math.floor(e / d), e % d];
    return product + n * centre[i] * centre[j] - centre[i] * sum[j] - sum[i] * centre[j];
  });
}

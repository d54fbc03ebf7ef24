import { assertMatrix } from './assert-matrix.js';
import { workspace } from './workspace.js';

export interface ProductShape {
  /** Rows of the result. */
  readonly m: number;
  /** Columns of the result. */
  readonly n: number;
  /** Length of the sums. */
  readonly k: number;
  /** `a` is stored as `[k × m]`. */
  readonly transposeA?: boolean;
  /** `b` is stored as `[n × k]`. */
  readonly transposeB?: boolean;
}

/**
 * The matrix product `A · B`, in the precision of its operands: in f32, summed in the order of k in blocks of at most
 * 320, or in f64.
 *
 * @param a - row by row, `[m × k]`
 * @param b - row by row, `[k × n]`
 * @returns row by row, `[m × n]`
 * @throws RangeError if an operand does not have that many values
 * @example
 * matrixProduct(new Float32Array([1, 2]), new Float32Array([3, 4]), { m: 1, n: 1, k: 2 }); // [11]
 */
export function matrixProduct(a: Float32Array, b: Float32Array, shape: ProductShape): Float32Array;
export function matrixProduct(a: Float64Array, b: Float64Array, shape: ProductShape): Float64Array;
export function matrixProduct(
  a: Float32Array | Float64Array,
  b: Float32Array | Float64Array,
  shape: ProductShape,
): Float32Array | Float64Array {
  const { m, n, k, transposeA = false, transposeB = false } = shape;
  assertMatrix('matrixProduct', 'a', a, transposeA ? k : m, transposeA ? m : k);
  assertMatrix('matrixProduct', 'b', b, transposeB ? n : k, transposeB ? k : n);
  if (a instanceof Float64Array && b instanceof Float64Array)
    return product64InWasm(a, b, shape) ?? Float64Array.from({ length: m * n }, productEntry(a, b, shape));
  if (a instanceof Float32Array && b instanceof Float32Array)
    return productInWasm(a, b, shape) ?? productInJavaScript(a, b, shape);
  throw new TypeError('matrixProduct: the operands are of different precisions; both must be of one');
}

export function productInJavaScript(a: Float32Array, b: Float32Array, shape: ProductShape): Float32Array {
  return Float32Array.from({ length: shape.m * shape.n }, productEntry(a, b, shape));
}

/** The entry of the product with a given index, row by row. */
export function productEntry(a: ArrayLike<number>, b: ArrayLike<number>, shape: ProductShape) {
  const { m, n, k, transposeA, transposeB } = shape;
  const [aDown, aRight] = transposeA ? [1, m] : [k, 1];
  const [bDown, bRight] = transposeB ? [1, k] : [n, 1];
  return (_: unknown, index: number): number => {
    const i = Math.floor(index / n) * aDown;
    const j = (index % n) * bRight;
    let sum = 0;
    for (let l = 0; l < k; l++) sum += a[i + l * aRight] * b[j + l * bDown];
    return sum;
  };
}

function productInWasm(a: Float32Array, b: Float32Array, shape: ProductShape): Float32Array | undefined {
  const { m, n, k, transposeA, transposeB } = shape;
  const areas = workspace((kernels) => [a.byteLength, b.byteLength, m * n * 4, kernels.gemmScratchBytes(1)]);
  if (!areas) return undefined;
  const { kernels, buffer, at } = areas;
  const [aAt, bAt, out, scratch] = at;
  new Float32Array(buffer, aAt).set(a);
  new Float32Array(buffer, bAt).set(b);
  const result = new Float32Array(buffer, out, m * n);
  if (k === 0) return new Float32Array(m * n);
  const [aDown, aRight] = transposeA ? [1, m] : [k, 1];
  const [bDown, bRight] = transposeB ? [1, k] : [n, 1];
  kernels.gemm(m, n, k, aAt, aDown, aRight, bAt, bDown, bRight, out, n, scratch);
  return result.slice();
}

function product64InWasm(a: Float64Array, b: Float64Array, shape: ProductShape): Float64Array | undefined {
  const { m, n, k, transposeA, transposeB } = shape;
  if (k === 0) return new Float64Array(m * n);
  const areas = workspace((kernels) => [
    a.byteLength,
    b.byteLength,
    m * n * 8,
    kernels.productScratch(m, n, k),
  ]);
  if (!areas) return undefined;
  const { kernels, buffer, at } = areas;
  const [aAt, bAt, out, scratch] = at;
  new Float64Array(buffer, aAt, a.length).set(a);
  new Float64Array(buffer, bAt, b.length).set(b);
  const result = new Float64Array(buffer, out, m * n).fill(0);
  const [aDown, aRight] = transposeA ? [1, m] : [k, 1];
  const [bDown, bRight] = transposeB ? [k, 1] : [1, n];
  kernels.product(aAt, m, aDown, aRight, bAt, n, bDown, bRight, k, out, scratch);
  return result.slice();
}

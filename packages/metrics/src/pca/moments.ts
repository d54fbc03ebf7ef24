import type { ImageBatch } from '@aelab/images';

/** Sums over n rows of d values: of each column, and of the product of each pair of columns. */
export interface Moments {
  n: number;
  readonly d: number;
  readonly sum: Float64Array;
  /** `[d, d]`, row-major; only the upper triangle is kept up to date. */
  readonly products: Float64Array;
}

export function emptyMoments(d: number): Moments {
  return { n: 0, d, sum: new Float64Array(d), products: new Float64Array(d * d) };
}

/** Adds rows of d values to the sums: exact for bytes, in Float64 otherwise. */
export function addRows(moments: Moments, data: ImageBatch['data']): void {
  const { d, sum, products } = moments;
  const n = data.length / d;
  const block = paddedBlock(Math.min(n, 128), d);
  for (let start = 0; start < n; start += block.rows) {
    const rows = Math.min(block.rows, n - start);
    copyRows(data, start, rows, block);
    addSums(sum, block, rows);
    addProducts(products, d, block, rows);
  }
  moments.n += n;
}

interface Block {
  readonly values: Float64Array;
  readonly rows: number;
  /** d, rounded up to a multiple of four. */
  readonly stride: number;
  readonly d: number;
}

function paddedBlock(rows: number, d: number): Block {
  const stride = Math.ceil(d / 4) * 4;
  return { values: new Float64Array(rows * stride), rows, stride, d };
}

function copyRows(data: ImageBatch['data'], start: number, rows: number, { values, stride, d }: Block): void {
  for (let row = 0; row < rows; row++)
    values.set((data as Float64Array).subarray((start + row) * d, (start + row + 1) * d), row * stride);
}

function addSums(sum: Float64Array, { values, stride, d }: Block, rows: number): void {
  for (let row = 0; row < rows; row++) for (let j = 0; j < d; j++) sum[j] += values[row * stride + j];
}

function addProducts(products: Float64Array, d: number, block: Block, rows: number): void {
  for (let i = 0; i < d; i += 4) for (let j = i; j < d; j += 4) addTile(products, d, block, rows, i, j);
}

/** Sixteen sums of products in local variables: columns i to i + 3 with columns j to j + 3. */
function addTile(products: Float64Array, d: number, block: Block, rows: number, i: number, j: number): void {
  const { values, stride } = block;
  let s00 = 0, s01 = 0, s02 = 0, s03 = 0; // prettier-ignore
  let s10 = 0, s11 = 0, s12 = 0, s13 = 0; // prettier-ignore
  let s20 = 0, s21 = 0, s22 = 0, s23 = 0; // prettier-ignore
  let s30 = 0, s31 = 0, s32 = 0, s33 = 0; // prettier-ignore
  for (let row = 0; row < rows; row++) {
    const a = row * stride + i;
    const b = row * stride + j;
    const a0 = values[a], a1 = values[a + 1], a2 = values[a + 2], a3 = values[a + 3]; // prettier-ignore
    const b0 = values[b], b1 = values[b + 1], b2 = values[b + 2], b3 = values[b + 3]; // prettier-ignore
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3; // prettier-ignore
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3; // prettier-ignore
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3; // prettier-ignore
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3; // prettier-ignore
  }
  const tile = [s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33];
  for (let p = 0; p < Math.min(4, d - i); p++)
    for (let q = 0; q < Math.min(4, d - j); q++) products[(i + p) * d + j + q] += tile[4 * p + q];
}

/** `Σ (x − c)(x − c)ᵀ`, `[d, d]`, both triangles. */
export function scatterAbout({ n, d, sum, products }: Moments, centre: Float64Array): Float64Array {
  const scatter = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let j = i; j < d; j++) {
      const shift = n * centre[i] * centre[j] - centre[i] * sum[j] - sum[i] * centre[j];
      scatter[i * d + j] = scatter[j * d + i] = products[i * d + j] + shift;
    }
  return scatter;
}

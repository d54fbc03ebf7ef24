// The innermost loops: 4 × 8 results held in registers, from operands that stand in the order in which they are read.
//
// Three things make them fast on V8, and look odd: (1) the functions are exported from index.ts, else they would be
// inlined where there are too few registers left; (2) they unroll two steps and leave the loop after each, because V8
// puts a stack check into every iteration; (3) there is an exit between the steps, because V8's scheduler would mix
// straight-line steps so that the sums no longer fit into 16 registers.
import { Pointer, least, load4, loadFirst, multiplyAdd, splat, store4, storeFirst, zeros } from './simd';

export const tileRows: i32 = 4;
export const tileColumns: i32 = 8;
export const tileBytes: i32 = 4 * tileRows * tileColumns;

/**
 * `out[4 × 8] = A · B`, rows of out `outDown` bytes apart. B has its 8 values of one depth side by side. The 4 rows of A
 * are read at a0, a0 + d1, a0 + d2 and a0 + d3, `step` bytes from depth to depth, in runs of `run` depths that begin
 * `aDown` bytes apart: packed rows are one run, and an image can be read in place, one run per row.
 */
export function multiplyTile(
  a0: Pointer, d1: usize, d2: usize, d3: usize, step: usize, run: i32, aDown: usize,
  b: Pointer, depths: i32, out: Pointer, outDown: usize,
): void {
  let c00 = zeros(), c01 = zeros(), c10 = zeros(), c11 = zeros();
  let c20 = zeros(), c21 = zeros(), c30 = zeros(), c31 = zeros();
  const last = b + (<usize>depths << 5);
  for (; b != last; a0 += aDown) {
    let a = a0;
    const end = b + (<usize>run << 5);
    for (;;) {
      let b0 = load4(b), b1 = v128.load(b, 16, 4);
      let x = splat(a);
      c00 = multiplyAdd(x, b0, c00);
      c01 = multiplyAdd(x, b1, c01);
      x = splat(a + d1);
      c10 = multiplyAdd(x, b0, c10);
      c11 = multiplyAdd(x, b1, c11);
      x = splat(a + d2);
      c20 = multiplyAdd(x, b0, c20);
      c21 = multiplyAdd(x, b1, c21);
      x = splat(a + d3);
      c30 = multiplyAdd(x, b0, c30);
      c31 = multiplyAdd(x, b1, c31);
      a += step;
      b += 32;
      if (b == end) break;
      b0 = load4(b);
      b1 = v128.load(b, 16, 4);
      x = splat(a);
      c00 = multiplyAdd(x, b0, c00);
      c01 = multiplyAdd(x, b1, c01);
      x = splat(a + d1);
      c10 = multiplyAdd(x, b0, c10);
      c11 = multiplyAdd(x, b1, c11);
      x = splat(a + d2);
      c20 = multiplyAdd(x, b0, c20);
      c21 = multiplyAdd(x, b1, c21);
      x = splat(a + d3);
      c30 = multiplyAdd(x, b0, c30);
      c31 = multiplyAdd(x, b1, c31);
      a += step;
      b += 32;
      if (b == end) break;
    }
  }
  store8(out, c00, c01);
  store8(out + outDown, c10, c11);
  store8(out + 2 * outDown, c20, c21);
  store8(out + 3 * outDown, c30, c31);
}

/** `tile[4 × 8]`: squared distances of 4 queries and 8 points, which stand in groups of 4 and 8 per column. */
export function distanceTile(queries: Pointer, points: Pointer, columns: i32, tile: Pointer): void {
  let d00 = zeros(), d01 = zeros(), d10 = zeros(), d11 = zeros();
  let d20 = zeros(), d21 = zeros(), d30 = zeros(), d31 = zeros();
  const end = queries + (<usize>columns << 4);
  for (; queries != end; queries += 16, points += 32) {
    const p0 = load4(points), p1 = v128.load(points, 16, 4);
    let q = splat(queries);
    d00 = addSquare(q, p0, d00);
    d01 = addSquare(q, p1, d01);
    q = v128.load_splat<f32>(queries, 4, 4);
    d10 = addSquare(q, p0, d10);
    d11 = addSquare(q, p1, d11);
    q = v128.load_splat<f32>(queries, 8, 4);
    d20 = addSquare(q, p0, d20);
    d21 = addSquare(q, p1, d21);
    q = v128.load_splat<f32>(queries, 12, 4);
    d30 = addSquare(q, p0, d30);
    d31 = addSquare(q, p1, d31);
  }
  store8(tile, d00, d01);
  store8(tile + 32, d10, d11);
  store8(tile + 64, d20, d21);
  store8(tile + 96, d30, d31);
}

@inline function addSquare(x: v128, y: v128, sum: v128): v128 {
  const difference = f32x4.sub(x, y);
  return multiplyAdd(difference, difference, sum);
}

@inline function store8(p: Pointer, low: v128, high: v128): void {
  store4(p, low);
  v128.store(p, high, 16, 4);
}

/**
 * Four dot products with the same weights, at p0, p0 + d1, p0 + d2 and p0 + d3: `rows` rows of `run` bytes, whole
 * vectors, `down` bytes apart; the weights without gaps.
 */
export function dotTile(
  p0: Pointer, d1: usize, d2: usize, d3: usize, rows: i32, run: usize, down: usize, weights: Pointer, out: Pointer,
): void {
  let s0 = zeros(), s1 = zeros(), s2 = zeros(), s3 = zeros();
  for (; rows > 0; rows--, p0 += down) {
    let p = p0;
    const end = p0 + run;
    for (;;) {
      let w = load4(weights);
      s0 = multiplyAdd(load4(p), w, s0);
      s1 = multiplyAdd(load4(p + d1), w, s1);
      s2 = multiplyAdd(load4(p + d2), w, s2);
      s3 = multiplyAdd(load4(p + d3), w, s3);
      p += 16;
      weights += 16;
      if (p == end) break;
      w = load4(weights);
      s0 = multiplyAdd(load4(p), w, s0);
      s1 = multiplyAdd(load4(p + d1), w, s1);
      s2 = multiplyAdd(load4(p + d2), w, s2);
      s3 = multiplyAdd(load4(p + d3), w, s3);
      p += 16;
      weights += 16;
      if (p == end) break;
    }
  }
  const even = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 4, 2, 6), v128.shuffle<f32>(s0, s1, 1, 5, 3, 7));
  const odd = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 4, 2, 6), v128.shuffle<f32>(s2, s3, 1, 5, 3, 7));
  store4(out, f32x4.add(v128.shuffle<f64>(even, odd, 0, 2), v128.shuffle<f64>(even, odd, 1, 3)));
}

/** Copies the first rows and columns of a tile to their place, `down` bytes from row to row, or adds them there. */
export function storeTile(tile: Pointer, out: Pointer, down: usize, rows: i32, columns: i32, add: bool): void {
  rows = least(rows, tileRows);
  for (let i = 0; i < rows; i++, tile += 32, out += down) {
    let low = load4(tile), high = v128.load(tile, 16, 4);
    if (columns >= tileColumns) {
      if (add) {
        low = f32x4.add(low, load4(out));
        high = f32x4.add(high, v128.load(out, 16, 4));
      }
      store8(out, low, high);
    } else {
      if (add) {
        low = f32x4.add(low, loadFirst(out, columns));
        high = f32x4.add(high, loadFirst(out + 16, columns - 4));
      }
      storeFirst(out, low, columns);
      storeFirst(out + 16, high, columns - 4);
    }
  }
}

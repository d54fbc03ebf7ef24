// Gram matrices, G = X'X, accumulated exactly or in f64. X comes in blocks of rows; a block is first copied into panels
// of neighbouring columns, row after row, which serve as both operands, since the matrix is the same on both sides.
import { Pointer, least } from './simd';

/** Bytes of a panel per row (f32 rows) or pair of rows (byte rows). */
const step = 32;

/** Few enough for the first cache, and for sums of bytes below 2³¹. */
const blockRows: i32 = 1024;

/** The most rows that one call takes. */
export function gramBlockRows(): i32 {
  return blockRows;
}

// Bytes: products of 16-bit integers, summed in pairs of rows by one instruction; exact.

const byteColumns = 8;

export function gramBytesScratch(columns: i32): i32 {
  return ((columns + byteColumns - 1) / byteColumns) * (blockRows / 2) * step;
}

/** Adds X'X of at most `gramBlockRows()` rows of bytes to the upper triangle of `gram`, in f64. */
export function gramBytes(x: Pointer, rows: i32, columns: i32, gram: Pointer, scratch: Pointer): void {
  const pairs = (rows + 1) / 2;
  for (let j = 0; j < columns; j += byteColumns) {
    const panel = scratch + <usize>(j / byteColumns) * pairs * step;
    packBytes(panel, x, rows, columns, j);
    for (let i = 0; i < j + byteColumns; i += 4) {
      const left = scratch + <usize>(i / byteColumns) * pairs * step + <usize>(i % byteColumns) * 4;
      if (i < columns) tileBytes(left, panel, pairs, gram, columns, i, j);
    }
  }
}

/** Per pair of rows, the 8 columns from `j` on, each as two neighbouring 16-bit numbers. */
function packBytes(panel: Pointer, x: Pointer, rows: i32, columns: i32, j: i32): void {
  const width = least(byteColumns, columns - j);
  for (let r = 0; r < rows; r += 2, panel += step) {
    const upper = x + <usize>r * columns + j;
    const lower = upper + columns;
    memory.fill(panel, 0, step);
    for (let c = 0; c < width; c++) {
      store<u16>(panel + (c << 2), load<u8>(upper + c));
      if (r + 1 < rows) store<u16>(panel + (c << 2), load<u8>(lower + c), 2);
    }
  }
}

function tileBytes(
  a: Pointer,
  b: Pointer,
  pairs: i32,
  gram: Pointer,
  columns: i32,
  row: i32,
  column: i32,
): void {
  let c00 = i32x4.splat(0),
    c01 = c00,
    c10 = c00,
    c11 = c00,
    c20 = c00,
    c21 = c00,
    c30 = c00,
    c31 = c00;
  const end = a + <usize>pairs * step;
  for (;;) {
    let b0 = v128.load(b),
      b1 = v128.load(b, 16);
    let x = v128.load_splat<i32>(a);
    c00 = i32x4.add(c00, i32x4.dot_i16x8_s(x, b0));
    c01 = i32x4.add(c01, i32x4.dot_i16x8_s(x, b1));
    x = v128.load_splat<i32>(a, 4);
    c10 = i32x4.add(c10, i32x4.dot_i16x8_s(x, b0));
    c11 = i32x4.add(c11, i32x4.dot_i16x8_s(x, b1));
    x = v128.load_splat<i32>(a, 8);
    c20 = i32x4.add(c20, i32x4.dot_i16x8_s(x, b0));
    c21 = i32x4.add(c21, i32x4.dot_i16x8_s(x, b1));
    x = v128.load_splat<i32>(a, 12);
    c30 = i32x4.add(c30, i32x4.dot_i16x8_s(x, b0));
    c31 = i32x4.add(c31, i32x4.dot_i16x8_s(x, b1));
    a += step;
    b += step;
    if (a == end) break;
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load_splat<i32>(a);
    c00 = i32x4.add(c00, i32x4.dot_i16x8_s(x, b0));
    c01 = i32x4.add(c01, i32x4.dot_i16x8_s(x, b1));
    x = v128.load_splat<i32>(a, 4);
    c10 = i32x4.add(c10, i32x4.dot_i16x8_s(x, b0));
    c11 = i32x4.add(c11, i32x4.dot_i16x8_s(x, b1));
    x = v128.load_splat<i32>(a, 8);
    c20 = i32x4.add(c20, i32x4.dot_i16x8_s(x, b0));
    c21 = i32x4.add(c21, i32x4.dot_i16x8_s(x, b1));
    x = v128.load_splat<i32>(a, 12);
    c30 = i32x4.add(c30, i32x4.dot_i16x8_s(x, b0));
    c31 = i32x4.add(c31, i32x4.dot_i16x8_s(x, b1));
    a += step;
    b += step;
    if (a == end) break;
  }
  addIntegers(gram, columns, row, column, c00, c01);
  addIntegers(gram, columns, row + 1, column, c10, c11);
  addIntegers(gram, columns, row + 2, column, c20, c21);
  addIntegers(gram, columns, row + 3, column, c30, c31);
}

function addIntegers(gram: Pointer, columns: i32, row: i32, column: i32, low: v128, high: v128): void {
  if (row >= columns) return;
  const at = gram + ((<usize>row * columns + column) << 3);
  const width = columns - column;
  addPair(at, f64x2.convert_low_i32x4_s(low), width);
  addPair(at + 16, f64x2.convert_low_i32x4_s(v128.shuffle<i64>(low, low, 1, 1)), width - 2);
  addPair(at + 32, f64x2.convert_low_i32x4_s(high), width - 4);
  addPair(at + 48, f64x2.convert_low_i32x4_s(v128.shuffle<i64>(high, high, 1, 1)), width - 6);
}

function addPair(at: Pointer, sums: v128, width: i32): void {
  if (width > 0) store<f64>(at, load<f64>(at) + f64x2.extract_lane(sums, 0));
  if (width > 1) store<f64>(at, load<f64>(at, 8) + f64x2.extract_lane(sums, 1), 8);
}

// Floats: the product of two f32 is exact in f64, and the sums are f64.

const floatColumns = 4;

export function gramFloatsScratch(columns: i32): i32 {
  return ((columns + floatColumns - 1) / floatColumns) * blockRows * step;
}

/** Adds X'X of at most `gramBlockRows()` rows of f32 to the upper triangle of `gram`, in f64. */
export function gramFloats(x: Pointer, rows: i32, columns: i32, gram: Pointer, scratch: Pointer): void {
  for (let j = 0; j < columns; j += floatColumns) {
    const panel = scratch + <usize>(j / floatColumns) * rows * step;
    packFloats(panel, x, rows, columns, j);
    for (let i = 0; i <= j; i += floatColumns)
      tileFloats(
        scratch + <usize>(i / floatColumns) * rows * step,
        panel,
        rows,
        gram,
        columns,
        columns,
        i,
        j,
      );
  }
}

function packFloats(panel: Pointer, x: Pointer, rows: i32, columns: i32, j: i32): void {
  const width = least(floatColumns, columns - j);
  for (let r = 0; r < rows; r++, panel += step) {
    const source = x + ((<usize>r * columns + j) << 2);
    for (let c = 0; c < floatColumns; c++)
      store<f64>(panel + (c << 3), c < width ? <f64>load<f32>(source + (c << 2)) : 0);
  }
}

/** Adds the products of 4 by 4 columns of two panels to `gram[height × columns]`, from `row` and `column` on. */
export function tileFloats(
  a: Pointer,
  b: Pointer,
  rows: i32,
  gram: Pointer,
  height: i32,
  columns: i32,
  row: i32,
  column: i32,
): void {
  let c00 = f64x2.splat(0),
    c01 = c00,
    c10 = c00,
    c11 = c00,
    c20 = c00,
    c21 = c00,
    c30 = c00,
    c31 = c00;
  const end = a + <usize>rows * step;
  for (;;) {
    let b0 = v128.load(b),
      b1 = v128.load(b, 16);
    let x = v128.load_splat<f64>(a);
    c00 = f64x2.add(c00, f64x2.mul(x, b0));
    c01 = f64x2.add(c01, f64x2.mul(x, b1));
    x = v128.load_splat<f64>(a, 8);
    c10 = f64x2.add(c10, f64x2.mul(x, b0));
    c11 = f64x2.add(c11, f64x2.mul(x, b1));
    x = v128.load_splat<f64>(a, 16);
    c20 = f64x2.add(c20, f64x2.mul(x, b0));
    c21 = f64x2.add(c21, f64x2.mul(x, b1));
    x = v128.load_splat<f64>(a, 24);
    c30 = f64x2.add(c30, f64x2.mul(x, b0));
    c31 = f64x2.add(c31, f64x2.mul(x, b1));
    a += step;
    b += step;
    if (a == end) break;
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load_splat<f64>(a);
    c00 = f64x2.add(c00, f64x2.mul(x, b0));
    c01 = f64x2.add(c01, f64x2.mul(x, b1));
    x = v128.load_splat<f64>(a, 8);
    c10 = f64x2.add(c10, f64x2.mul(x, b0));
    c11 = f64x2.add(c11, f64x2.mul(x, b1));
    x = v128.load_splat<f64>(a, 16);
    c20 = f64x2.add(c20, f64x2.mul(x, b0));
    c21 = f64x2.add(c21, f64x2.mul(x, b1));
    x = v128.load_splat<f64>(a, 24);
    c30 = f64x2.add(c30, f64x2.mul(x, b0));
    c31 = f64x2.add(c31, f64x2.mul(x, b1));
    a += step;
    b += step;
    if (a == end) break;
  }
  addFloats(gram, columns, row, column, c00, c01);
  if (row + 1 < height) addFloats(gram, columns, row + 1, column, c10, c11);
  if (row + 2 < height) addFloats(gram, columns, row + 2, column, c20, c21);
  if (row + 3 < height) addFloats(gram, columns, row + 3, column, c30, c31);
}

function addFloats(gram: Pointer, columns: i32, row: i32, column: i32, low: v128, high: v128): void {
  const at = gram + ((<usize>row * columns + column) << 3);
  addPair(at, low, columns - column);
  addPair(at + 16, high, columns - column - 2);
}

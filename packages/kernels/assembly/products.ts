// Matrix products in f64, `C = A · Bᵀ`, for what f32 sums cannot give: eigenvectors and their checks. Four rows of each
// side stand side by side in a panel, one position after another.
import { Pointer, least } from './simd';
import { tileFloats } from './gram';

const panelRows = 4;
const step = 32;

/** Bytes for the panels of both sides. */
export function productScratch(m: i32, n: i32, depth: i32): i32 {
  return (panels(m) + panels(n)) * depth * step;
}

function panels(rows: i32): i32 {
  return (rows + panelRows - 1) / panelRows;
}

/**
 * Adds `A · Bᵀ` to `out[m × n]`. Neighbours of a row of A are `aRight` numbers apart and of a column `aDown`, and so for
 * B: swapped, they make the transpose.
 */
export function product(
  a: Pointer,
  m: i32,
  aDown: i32,
  aRight: i32,
  b: Pointer,
  n: i32,
  bDown: i32,
  bRight: i32,
  depth: i32,
  out: Pointer,
  scratch: Pointer,
): void {
  const panelBytes = <usize>depth * step;
  const right = scratch + <usize>panels(m) * panelBytes;
  pack(scratch, a, m, aDown, aRight, depth);
  pack(right, b, n, bDown, bRight, depth);
  for (let j = 0; j < n; j += panelRows)
    for (let i = 0; i < m; i += panelRows)
      tileFloats(
        scratch + <usize>(i / panelRows) * panelBytes,
        right + <usize>(j / panelRows) * panelBytes,
        depth,
        out,
        m,
        n,
        i,
        j,
      );
}

function pack(panel: Pointer, rows: Pointer, count: i32, down: i32, right: i32, depth: i32): void {
  for (let first = 0; first < count; first += panelRows) {
    const present = least(panelRows, count - first);
    for (let d = 0; d < depth; d++, panel += step)
      for (let r = 0; r < panelRows; r++)
        store<f64>(
          panel + (r << 3),
          r < present ? load<f64>(rows + ((<usize>(first + r) * down + <usize>d * right) << 3)) : 0,
        );
  }
}

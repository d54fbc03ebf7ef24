// General matrix multiplication, `C = A · B`, after Goto and van de Geijn, "Anatomy of high-performance matrix
// multiplication", 2008: blocks of both operands are copied into the order in which 4 × 8 tiles of C read them.
import { packPanel4, packPanel8 } from './pack';
import { Pointer, floats, least } from './simd';
import { Task } from './tasks';
import { parallel } from './threads';
import { multiplyTile, storeTile, tileBytes, tileColumns, tileRows } from './tiles';

/** Rows of A that one chunk packs and multiplies. */
const blockRows = 32;
const blockDepth = 320;
const blockColumns = 1024;

@unmanaged class Gemm {
  m: i32;
  n: i32;
  k: i32;
  a: Pointer;
  /** Distances in floats between neighbours of one column, and of one row: swapped for a transposed matrix. */
  aDown: i32;
  aRight: i32;
  b: Pointer;
  bDown: i32;
  bRight: i32;
  c: Pointer;
  cDown: i32;
  /** The block at hand. */
  column: i32;
  columns: i32;
  depth: i32;
  depths: i32;
  packedB: Pointer;
  packedA: Pointer;
}

const jobBytes: i32 = 128;

/** Bytes that `gemm` needs to work in, for a number of threads. */
export function gemmScratchBytes(threads: i32): i32 {
  return jobBytes + 4 * (blockDepth * blockColumns + threads * blockRows * blockDepth) + threads * tileBytes;
}

/**
 * `C[m × n] = A[m × k] · B[k × n]`; strides in floats, rows of C contiguous.
 * Each element of C is the sum over k in order, in f32, whatever the number of threads.
 */
export function gemm(
  m: i32, n: i32, k: i32,
  a: Pointer, aDown: i32, aRight: i32,
  b: Pointer, bDown: i32, bRight: i32,
  c: Pointer, cDown: i32,
  scratch: Pointer,
): void {
  const job = changetype<Gemm>(scratch);
  job.m = m;
  job.n = n;
  job.k = k;
  job.a = a;
  job.aDown = aDown;
  job.aRight = aRight;
  job.b = b;
  job.bDown = bDown;
  job.bRight = bRight;
  job.c = c;
  job.cDown = cDown;
  job.packedB = scratch + jobBytes;
  job.packedA = job.packedB + floats(blockDepth * blockColumns);
  const depths = evenBlock(k, blockDepth, 1);
  const columns = evenBlock(n, blockColumns, tileColumns);
  for (job.column = 0; job.column < n; job.column += columns) {
    job.columns = least(columns, n - job.column);
    for (job.depth = 0; job.depth < k; job.depth += depths) {
      job.depths = least(depths, k - job.depth);
      parallel(Task.packColumns, scratch, ceilDivide(job.columns, packedColumns));
      parallel(Task.multiplyRows, scratch, ceilDivide(m, blockRows));
    }
  }
}

/** The length of equal blocks of at most `most`, rounded up to whole units. */
function evenBlock(length: i32, most: i32, unit: i32): i32 {
  const blocks = ceilDivide(length, most);
  return ceilDivide(ceilDivide(length, blocks), unit) * unit;
}

@inline function ceilDivide(a: i32, b: i32): i32 {
  return (a + b - 1) / b;
}

/** Columns of B that one chunk packs. */
const packedColumns = 8 * tileColumns;

export function packColumns(address: Pointer, chunk: i32, _thread: i32): void {
  const job = changetype<Gemm>(address);
  const from = chunk * packedColumns;
  const to = least(from + packedColumns, job.columns);
  for (let j = from; j < to; j += tileColumns) {
    const source = job.b + floats(job.depth * job.bDown + (job.column + j) * job.bRight);
    packPanel8(job.packedB + floats(j * job.depths), source, job.depths, job.bDown, job.bRight, job.columns - j);
  }
}

/** One block of rows of A times the packed block of B. */
export function multiplyRows(address: Pointer, chunk: i32, thread: i32): void {
  const job = changetype<Gemm>(address);
  const from = chunk * blockRows;
  const rows = least(blockRows, job.m - from);
  const packedA = job.packedA + <usize>thread * (floats(blockRows * blockDepth) + tileBytes);
  const tile = packedA + floats(blockRows * blockDepth);
  for (let i = 0; i < rows; i += tileRows) {
    const source = job.a + floats((from + i) * job.aDown + job.depth * job.aRight);
    packPanel4(packedA + floats(i * job.depths), source, job.depths, job.aRight, job.aDown, rows - i);
  }
  const add = job.depth > 0;
  for (let j = 0; j < job.columns; j += tileColumns) {
    const panel = job.packedB + floats(j * job.depths);
    let c = job.c + floats(from * job.cDown + job.column + j);
    for (let i = 0; i < rows; i += tileRows, c += floats(tileRows * job.cDown)) {
      const direct = !add && rows - i >= tileRows && job.columns - j >= tileColumns;
      const a = packedA + floats(i * job.depths), down = floats(job.cDown);
      multiplyTile(a, 4, 8, 12, 16, job.depths, 0, panel, job.depths, direct ? c : tile, direct ? down : 32);
      if (!direct) storeTile(tile, c, down, rows - i, job.columns - j, add);
    }
  }
}

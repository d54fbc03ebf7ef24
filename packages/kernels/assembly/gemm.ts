// General matrix multiplication, `C = A · B`, after Goto and van de Geijn, "Anatomy of high-performance matrix
// multiplication", 2008: blocks of both operands are copied into the order in which 4 × 8 tiles of C read them.
import { interleave4, gatherPanel } from './pack';
import { Pointer, floats, least, load4, store4 } from './simd';
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

/** Panels of 8 columns: for each k, the 8 values side by side, zeros beyond the last column. */
export function packColumns(address: Pointer, chunk: i32, _thread: i32): void {
  const job = changetype<Gemm>(address);
  const from = chunk * packedColumns;
  const to = least(from + packedColumns, job.columns);
  for (let j = from; j < to; j += tileColumns) {
    const source = job.b + floats(job.depth * job.bDown + (job.column + j) * job.bRight);
    const panel = job.packedB + floats(j * job.depths);
    const width = job.columns - j;
    if (width >= tileColumns && job.bRight == 1) copyPanel(panel, source, job.depths, job.bDown);
    else if (width >= tileColumns && job.bDown == 1) {
      interleave4(panel, 32, source, floats(job.bRight), job.depths);
      interleave4(panel + 16, 32, source + floats(4 * job.bRight), floats(job.bRight), job.depths);
    } else gatherPanel(panel, source, job.depths, floats(job.bDown), floats(job.bRight), least(width, 8), 8);
  }
}

/** Eight contiguous columns. */
function copyPanel(panel: Pointer, source: Pointer, depths: i32, down: i32): void {
  const step = floats(down);
  for (let k = 0; k < depths; k++, panel += 32, source += step) {
    store4(panel, load4(source));
    store4(panel + 16, v128.load(source, 16, 4));
  }
}

/** One block of rows of A times the packed block of B. */
export function multiplyRows(address: Pointer, chunk: i32, thread: i32): void {
  const job = changetype<Gemm>(address);
  const from = chunk * blockRows;
  const rows = least(blockRows, job.m - from);
  const packedA = job.packedA + <usize>thread * (floats(blockRows * blockDepth) + tileBytes);
  const tile = packedA + floats(blockRows * blockDepth);
  packRows(job, from, rows, packedA);
  const add = job.depth > 0;
  for (let j = 0; j < job.columns; j += tileColumns) {
    const panel = job.packedB + floats(j * job.depths);
    let c = job.c + floats(from * job.cDown + job.column + j);
    for (let i = 0; i < rows; i += tileRows, c += floats(tileRows * job.cDown)) {
      multiplyTile(packedA + floats(i * job.depths), panel, job.depths, tile);
      storeTile(tile, c, floats(job.cDown), rows - i, job.columns - j, add);
    }
  }
}

/** Panels of 4 rows: for each k, the 4 values side by side. */
function packRows(job: Gemm, from: i32, rows: i32, packed: Pointer): void {
  for (let i = 0; i < rows; i += tileRows) {
    const source = job.a + floats((from + i) * job.aDown + job.depth * job.aRight);
    const panel = packed + floats(i * job.depths);
    if (rows - i < tileRows)
      gatherPanel(panel, source, job.depths, floats(job.aRight), floats(job.aDown), rows - i, 4);
    else if (job.aRight == 1) interleave4(panel, 16, source, floats(job.aDown), job.depths);
    else if (job.aDown == 1) copyRows(panel, source, job.depths, floats(job.aRight));
    else gatherPanel(panel, source, job.depths, floats(job.aRight), floats(job.aDown), 4, 4);
  }
}

function copyRows(panel: Pointer, source: Pointer, depths: i32, step: usize): void {
  for (let k = 0; k < depths; k++, panel += 16, source += step) store4(panel, load4(source));
}

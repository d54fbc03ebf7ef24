// Sums over rows, and the mean squared error. Long sums are cut into parts whose number depends on the sizes alone, and
// the parts are added in order, so that a sum does not depend on the number of threads.
import { Pointer, floats, least, load4, multiplyAdd, store4, sumLanes, zeros } from './simd';
import { Task } from './tasks';
import { parallel } from './threads';

@unmanaged class Sums {
  x: Pointer;
  other: Pointer;
  rows: i32;
  columns: i32;
  /** Floats that are added at a time: whole rows and whole vectors. */
  period: i32;
  partRows: i32;
  parts: Pointer;
}

const jobBytes: i32 = 64;
const mostParts = 16;
const shortestPeriod = 64;

export function sumRowsScratchBytes(columns: i32): i32 {
  return jobBytes + 4 * mostParts * period(columns);
}

/** A multiple of 4 and of the columns. */
function period(columns: i32): i32 {
  const unit = (columns & 1) != 0 ? 4 * columns : (columns & 3) != 0 ? 2 * columns : columns;
  return unit * ((shortestPeriod + unit - 1) / unit);
}

/** `out[column] = Σ x[row, column]` */
export function sumRows(x: Pointer, rows: i32, columns: i32, out: Pointer, scratch: Pointer): void {
  const job = changetype<Sums>(scratch);
  job.x = x;
  job.rows = rows;
  job.columns = columns;
  job.period = period(columns);
  const unit = job.period / columns;
  job.partRows = ((rows + mostParts - 1) / mostParts + unit - 1) / unit * unit;
  job.parts = scratch + jobBytes;
  const parts = (rows + job.partRows - 1) / job.partRows;
  parallel(Task.sumPart, scratch, parts);
  memory.copy(out, job.parts, floats(columns));
  for (let part = 1; part < parts; part++)
    add(out, job.parts + floats(part * job.period), columns);
}

function add(sum: Pointer, x: Pointer, length: i32): void {
  for (let i: usize = 0; i < floats(length); i += 4) store<f32>(sum + i, load<f32>(sum + i) + load<f32>(x + i));
}

export function sumPart(address: Pointer, part: i32, _thread: i32): void {
  const job = changetype<Sums>(address);
  const sum = job.parts + floats(part * job.period), step = floats(job.period);
  const rows = least(job.partRows, job.rows - part * job.partRows);
  let x = job.x + floats(part * job.partRows * job.columns);
  const end = x + floats(rows * job.columns);
  memory.fill(sum, 0, step);
  for (; x + 4 * step <= end; x += 4 * step)
    for (let i: usize = 0; i < step; i += 16) {
      const p = x + i, q = p + 2 * step;
      const four = f32x4.add(f32x4.add(load4(p), load4(p + step)), f32x4.add(load4(q), load4(q + step)));
      store4(sum + i, f32x4.add(load4(sum + i), four));
    }
  for (; x + step <= end; x += step)
    for (let i: usize = 0; i < step; i += 16) store4(sum + i, f32x4.add(load4(sum + i), load4(x + i)));
  add(sum, x, <i32>(end - x) >> 2);
  for (let i = job.columns; i < job.period; i += job.columns) add(sum, sum + floats(i), job.columns);
}

const chunkLength = 16384;

export function meanSquaredErrorScratchBytes(length: i32): i32 {
  return jobBytes + 8 * ((length + chunkLength - 1) / chunkLength);
}

/** `Σ (a − b)² / length`; chunks in f32, their sum in f64. */
export function meanSquaredError(a: Pointer, b: Pointer, length: i32, out: Pointer, scratch: Pointer): void {
  const job = changetype<Sums>(scratch);
  job.x = a;
  job.other = b;
  job.rows = length;
  job.parts = scratch + jobBytes;
  const chunks = (length + chunkLength - 1) / chunkLength;
  parallel(Task.squaredErrors, scratch, chunks);
  let sum: f64 = 0;
  for (let chunk = 0; chunk < chunks; chunk++) sum += load<f64>(job.parts + (<usize>chunk << 3));
  store<f32>(out, <f32>(sum / length));
}

export function squaredErrors(address: Pointer, chunk: i32, _thread: i32): void {
  const job = changetype<Sums>(address);
  const from = chunk * chunkLength;
  let a = job.x + floats(from), b = job.other + floats(from);
  let left = least(chunkLength, job.rows - from);
  let s0 = zeros(), s1 = zeros();
  for (; left >= 8; left -= 8, a += 32, b += 32) {
    const d0 = f32x4.sub(load4(a), load4(b)), d1 = f32x4.sub(v128.load(a, 16, 4), v128.load(b, 16, 4));
    s0 = multiplyAdd(d0, d0, s0);
    s1 = multiplyAdd(d1, d1, s1);
  }
  let sum = sumLanes(f32x4.add(s0, s1));
  for (; left > 0; left--, a += 4, b += 4) sum += (load<f32>(a) - load<f32>(b)) * (load<f32>(a) - load<f32>(b));
  store<f64>(job.parts + (<usize>chunk << 3), sum);
}

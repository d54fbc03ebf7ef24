// A bias for each column of a matrix, and the activation that follows it.
import { Pointer, floats, least, load4, loadFirst, store4, storeFirst, zeros } from './simd';
import { Task } from './tasks';
import { parallel } from './threads';

@unmanaged class Bias {
  x: Pointer;
  bias: Pointer;
  out: Pointer;
  rows: i32;
  columns: i32;
  relu: bool;
}

const chunkFloats = 16384;

/** `out[row, column] = x[row, column] + bias[column]`, then `max(0, ·)` if `relu`; out may be x. */
export function addBias(
  x: Pointer, rows: i32, columns: i32, bias: Pointer, relu: bool, out: Pointer, scratch: Pointer,
): void {
  const job = changetype<Bias>(scratch);
  job.x = x;
  job.bias = bias;
  job.out = out;
  job.rows = rows;
  job.columns = columns;
  job.relu = relu;
  parallel(Task.biasRows, scratch, (rows + chunkRows(columns) - 1) / chunkRows(columns));
}

function chunkRows(columns: i32): i32 {
  return max<i32>(1, chunkFloats / columns);
}

export function biasRows(address: Pointer, chunk: i32, _thread: i32): void {
  const job = changetype<Bias>(address);
  const columns = job.columns, from = chunk * chunkRows(columns);
  const rows = least(chunkRows(columns), job.rows - from);
  const lowest = job.relu ? zeros() : f32x4.splat(-Infinity);
  let x = job.x + floats(from * columns), out = job.out + floats(from * columns);
  for (let row = 0; row < rows; row++) {
    let bias = job.bias, left = columns;
    for (; left >= 4; left -= 4, x += 16, out += 16, bias += 16)
      store4(out, f32x4.pmax(f32x4.add(load4(x), load4(bias)), lowest));
    if (left > 0) storeFirst(out, f32x4.pmax(f32x4.add(loadFirst(x, left), loadFirst(bias, left)), lowest), left);
    x += floats(left);
    out += floats(left);
  }
}

// Bytes to floats by a table.
import { Pointer, floats, least } from './simd';
import { Task } from './tasks';
import { parallel } from './threads';

@unmanaged class Levels {
  bytes: Pointer;
  table: Pointer;
  out: Pointer;
  length: i32;
}

const chunkLength = 16384;

/** `out[i] = table[bytes[i]]` */
export function lookUp(bytes: Pointer, table: Pointer, out: Pointer, length: i32, scratch: Pointer): void {
  const job = changetype<Levels>(scratch);
  job.bytes = bytes;
  job.table = table;
  job.out = out;
  job.length = length;
  parallel(Task.lookUpChunk, scratch, (length + chunkLength - 1) / chunkLength);
}

export function lookUpChunk(address: Pointer, chunk: i32, _thread: i32): void {
  const job = changetype<Levels>(address);
  const table = job.table, from = chunk * chunkLength;
  let byte = job.bytes + from, out = job.out + floats(from);
  for (const end = byte + least(chunkLength, job.length - from); byte < end; byte++, out += 4)
    store<f32>(out, load<f32>(table + floats(load<u8>(byte))));
}

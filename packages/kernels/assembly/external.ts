// A task whose chunks are computed outside WebAssembly, by a function that the owner of each thread hands in.
import { Pointer } from './simd';
import { Task } from './tasks';
import { parallel } from './threads';

/** Computes one chunk of the job, on the thread that calls it. */
@external('env', 'compute')
export declare function compute(job: Pointer, chunk: i32): void;

/** Runs every chunk of a job on all threads, and returns when they are done. */
export function shareExternal(job: Pointer, chunks: i32): void {
  parallel(Task.external, job, chunks);
}

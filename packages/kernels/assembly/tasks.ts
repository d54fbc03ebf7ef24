// The tasks that threads share, by number: a table of function references would be static data, and there is no place
// for static data in a memory that belongs to someone else.
import { multiplyRows, packColumns } from './gemm';
import { Pointer } from './simd';

export enum Task {
  packColumns,
  multiplyRows,
}

/** Computes one chunk of a task on one thread. */
export function run(task: Task, job: Pointer, chunk: i32, thread: i32): void {
  switch (task) {
    case Task.packColumns:
      return packColumns(job, chunk, thread);
    case Task.multiplyRows:
      return multiplyRows(job, chunk, thread);
  }
}

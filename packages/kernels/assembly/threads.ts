// Work shared by several threads on one shared memory. A task is cut into chunks, each of which writes a part of the
// result of its own; a thread takes the next chunk when it is free. Which thread computes a chunk never changes what
// is computed, so the number of threads does not change a single byte.
import { Pointer } from './simd';
import { Task, run } from './tasks';

/** Shared by all threads; the caller allocates `controlBytes()` for it, zeroed. */
@unmanaged
class Control {
  /** Chunks of the current task in the upper half, the next chunk to take in the lower half. */
  ticket: u64;
  task: Task;
  job: Pointer;
  done: i32;
  /** Counts tasks; idle threads sleep on it. */
  generation: i32;
  sleepers: i32;
  /** Whether the first thread sleeps until the task is done. */
  waiting: i32;
  /** Threads that take part; others that were started leave the chunks alone. None: all of them go home. */
  threads: i32;
}

let control: Pointer = 0;

export function controlBytes(): i32 {
  return <i32>offsetof<Control>();
}

/** Tells this instance how many threads there are, itself (thread 0) included, and where they meet. */
export function useThreads(at: Pointer, count: i32): void {
  control = at;
  changetype<Control>(at).threads = count;
}

/** Looks at a counter before going to sleep: some 300 µs, longer than nearly all pauses between two kernels of a step. */
const spins = 200000;

/** Runs every chunk of a task, on all threads, and returns when they are done. */
export function parallel(task: Task, job: Pointer, chunks: i32): void {
  if (control == 0 || changetype<Control>(control).threads == 1 || chunks == 1) {
    for (let chunk = 0; chunk < chunks; chunk++) run(task, job, chunk, 0);
    return;
  }
  const shared = changetype<Control>(control);
  shared.task = task;
  shared.job = job;
  atomic.store<i32>(control, 0, offsetof<Control>('done'));
  atomic.store<u64>(control, (<u64>chunks) << 32);
  atomic.add<i32>(control, 1, offsetof<Control>('generation'));
  if (atomic.load<i32>(control, offsetof<Control>('sleepers')) > 0)
    atomic.notify(control + offsetof<Control>('generation'), -1);
  takeChunks(0);
  awaitDone(chunks);
}

/** Spins for as long as a chunk usually takes, then leaves the core to the thread that is waited for. */
function awaitDone(chunks: i32): void {
  for (let spin = spins; spin > 0; spin--)
    if (atomic.load<i32>(control, offsetof<Control>('done')) == chunks) return;
  atomic.store<i32>(control, 1, offsetof<Control>('waiting'));
  for (;;) {
    // Not a load: asc moves that out of the loop.
    const done = atomic.add<i32>(control, 0, offsetof<Control>('done'));
    if (done == chunks) break;
    atomic.wait<i32>(control + offsetof<Control>('done'), done, -1);
  }
  atomic.store<i32>(control, 0, offsetof<Control>('waiting'));
}

function takeChunks(thread: i32): void {
  const shared = changetype<Control>(control);
  while (thread < shared.threads) {
    const ticket = atomic.add<u64>(control, 1);
    const chunk = <i32>ticket;
    if (chunk >= <i32>(ticket >> 32)) return;
    run(shared.task, shared.job, chunk, thread);
    atomic.add<i32>(control, 1, offsetof<Control>('done'));
    if (thread > 0 && atomic.load<i32>(control, offsetof<Control>('waiting')) != 0)
      atomic.notify(control + offsetof<Control>('done'), 1);
  }
}

/** Ends `serve` on all threads that meet there, also on those that come later. */
export function dismiss(at: Pointer): void {
  atomic.store<i32>(at, 0, offsetof<Control>('threads'));
  atomic.add<i32>(at, 1, offsetof<Control>('generation'));
  atomic.notify(at + offsetof<Control>('generation'), -1);
}

/** What every thread but the first runs, until it is dismissed. */
export function serve(at: Pointer, thread: i32): void {
  control = at;
  for (;;) {
    const seen = atomic.load<i32>(control, offsetof<Control>('generation'));
    if (atomic.load<i32>(control, offsetof<Control>('threads')) == 0) return;
    takeChunks(thread);
    let spin = spins;
    while (--spin && atomic.load<i32>(control, offsetof<Control>('generation')) == seen) {}
    if (spin > 0) continue;
    atomic.add<i32>(control, 1, offsetof<Control>('sleepers'));
    atomic.wait<i32>(control + offsetof<Control>('generation'), seen, -1);
    atomic.sub<i32>(control, 1, offsetof<Control>('sleepers'));
  }
}

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Heap } from './heap.js';
import { allocate } from './heap.js';

/** One per core, at most 4. */
export function defaultThreads(): number {
  return Math.min(availableParallelism(), 4);
}

/** Started helpers of a heap, and where they meet. */
let team: { readonly heap: Heap; readonly control: number; readonly workers: Worker[] } | undefined;

/** Lets so many threads work on the heap from now on, this one included; results do not depend on their number. */
export function useThreads(heap: Heap, threads: number | undefined, warnings: string[]): void {
  const wanted = threads ?? defaultThreads();
  const possible = heap.memory.buffer instanceof SharedArrayBuffer ? wanted : 1;
  if (possible < wanted && threads !== undefined) warnings.push('one thread only: the memory is not shared');
  if (team?.heap !== heap) stopThreads();
  team ??= { heap, control: zeroedControl(heap), workers: [] };
  while (team.workers.length < possible - 1)
    team.workers.push(startWorker(heap, team.control, team.workers.length + 1));
  heap.kernels.useThreads(team.control, possible);
  heap.threads = possible;
}

/** Ends the helpers; to be called before their heap goes away. */
export function stopThreads(): void {
  for (const worker of team?.workers ?? []) void worker.terminate();
  team = undefined;
}

function zeroedControl(heap: Heap): number {
  const bytes = heap.kernels.controlBytes();
  const control = allocate(heap.backend, bytes);
  new Uint8Array(heap.memory.buffer, control, bytes).fill(0);
  return control;
}

/** The whole program of a helper; as text, because a worker cannot load a TypeScript file. */
const program = `
  const { workerData } = require('node:worker_threads');
  const { module, memory, control, thread } = workerData;
  new WebAssembly.Instance(module, { env: { memory } }).exports.serve(control, thread);
`;

function startWorker({ module, memory }: Heap, control: number, thread: number): Worker {
  const worker = new Worker(program, { eval: true, workerData: { module, memory, control, thread } });
  worker.unref();
  return worker;
}

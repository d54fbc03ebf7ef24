import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Heap } from './heap.js';
import { allocate } from './heap.js';

const mostByDefault = 4;

/** Started helpers of each heap, and where they meet. */
const teams = new WeakMap<Heap, { control: number; workers: Worker[] }>();

/** Lets so many threads work on the heap from now on, this one included; results do not depend on their number. */
export function useThreads(heap: Heap, threads: number | undefined, warnings: string[]): void {
  const wanted = threads ?? Math.min(availableParallelism(), mostByDefault);
  const possible = heap.memory.buffer instanceof SharedArrayBuffer ? wanted : 1;
  if (possible < wanted && threads !== undefined) warnings.push('one thread only: the memory is not shared');
  const team = teams.get(heap) ?? { control: zeroedControl(heap), workers: [] };
  teams.set(heap, team);
  while (team.workers.length < possible - 1)
    team.workers.push(startWorker(heap, team.control, team.workers.length + 1));
  heap.kernels.useThreads(team.control, possible);
  heap.threads = possible;
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

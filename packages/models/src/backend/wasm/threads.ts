import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Heap } from './heap.js';
import { allocate } from './heap.js';
import { onnxSlices, type OnnxLibrary } from './onnx-slices.js';

/** One per core, at most 4. */
export function defaultThreads(): number {
  return Math.min(availableParallelism(), 4);
}

/** Started helpers of a heap, where they meet, and the library that they can call. */
interface Team {
  readonly heap: Heap;
  readonly library: OnnxLibrary | undefined;
  readonly control: number;
  readonly workers: Worker[];
}

let team: Team | undefined;

/**
 * Lets so many threads work on the heap from now on, this one included; results do not depend on their number.
 *
 * @param library - opened on each thread, for the slices of large products
 */
export function useThreads(
  heap: Heap,
  library: OnnxLibrary | undefined,
  threads: number | undefined,
  warnings: string[],
): void {
  const wanted = threads ?? defaultThreads();
  const possible = heap.memory.buffer instanceof SharedArrayBuffer ? wanted : 1;
  if (possible < wanted && threads !== undefined) warnings.push('one thread only: the memory is not shared');
  const { control, workers } = (team = teamFor(heap, library));
  while (workers.length < possible - 1) workers.push(startWorker(team));
  heap.kernels.useThreads(control, possible);
  heap.threads = possible;
}

/**
 * The one at work if it fits, else a new one. The old one's helpers go home by themselves, and its meeting place is not
 * used again: one that is terminated while it opens the library takes the whole process with it.
 */
function teamFor(heap: Heap, library: OnnxLibrary | undefined): Team {
  if (team?.heap === heap && (team.library !== undefined) === (library !== undefined)) return team;
  if (team) team.heap.kernels.dismiss(team.control);
  return { heap, library, control: zeroedControl(heap), workers: [] };
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
  const { module, memory, control, thread, library } = workerData;
  const compute = library ? (${onnxSlices})(require, memory, library) : () => {};
  new WebAssembly.Instance(module, { env: { memory, compute } }).exports.serve(control, thread);
`;

/** A library that a helper cannot open ends it, and the others do its work. */
function startWorker({ heap: { module, memory }, library, control, workers }: Team): Worker {
  const workerData = { module, memory, control, library, thread: workers.length + 1 };
  const worker = new Worker(program, { eval: true, workerData });
  worker.on('error', () => undefined);
  worker.unref();
  return worker;
}

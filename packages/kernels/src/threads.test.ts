import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { compileKernels, instantiateKernels } from './compile-kernels.js';
import { webAssembly } from './web-assembly.js';

const memory = new webAssembly.Memory({ initial: 64, maximum: 64, shared: true });
const module = compileKernels({ shared: true });
/** Each chunk writes its number, on whatever thread. */
const kernels = instantiateKernels(module, memory, (job, chunk) => {
  Atomics.add(new Int32Array(memory.buffer, job, chunk + 1), chunk, chunk);
});
const [control, scratch, x, y] = [1024, 2048, 65536, 2 ** 21];
const length = 200_000;

const program = `
  const { workerData } = require('node:worker_threads');
  const { module, memory, control, thread } = workerData;
  const compute = (job, chunk) => Atomics.add(new Int32Array(memory.buffer, job, chunk + 1), chunk, chunk);
  new WebAssembly.Instance(module, { env: { memory, compute } }).exports.serve(control, thread);
`;
const startHelper = (thread: number) =>
  new Worker(program, { eval: true, workerData: { module, memory, control, thread } });
const endOf = (helper: Worker) => new Promise((resolve) => helper.on('exit', resolve));
const helpers = [1, 2].map(startHelper);
afterAll(() => Promise.all(helpers.map((helper) => helper.terminate())));

describe('threads', () => {
  it('do all of the work and come back, however often their number goes up and down', () => {
    const input = new Float32Array(memory.buffer, x, length).map((_, i) => i - length / 2);
    new Float32Array(memory.buffer, x, length).set(input);
    const output = new Float32Array(memory.buffer, y, length);
    const expected = input.map((value) => Math.max(0, value));
    for (const threads of [1, 2, 3, 2, 1, 3, 2, 3]) {
      kernels.useThreads(control, threads);
      for (let i = 0; i < 100; i++) {
        output.fill(NaN);
        kernels.relu(x, y, length, scratch);
        expect(output.every((value, j) => value === expected[j])).toBe(true);
      }
    }
  });

  it('compute every chunk of a job outside WebAssembly once', () => {
    const numbers = new Int32Array(memory.buffer, x, 50);
    for (const threads of [1, 3]) {
      numbers.fill(0);
      kernels.useThreads(control, threads);
      for (let i = 0; i < 100; i++) kernels.shareExternal(x, 50);
      expect([...numbers]).toEqual(Array.from({ length: 50 }, (_, chunk) => 100 * chunk));
    }
  });

  it('go home when they are dismissed, asleep or not yet there', async () => {
    const late = startHelper(3);
    const ends = [...helpers, late].map(endOf);
    kernels.dismiss(control);
    expect(await Promise.all(ends)).toEqual([0, 0, 0]);
  });
});

import { describe, expect, it } from 'vitest';
import { compileKernels, instantiateKernels } from './compile-kernels.js';
import { declareMemoryShared } from './shared-memory.js';
import { webAssembly } from './web-assembly.js';

const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** One memory of its own, of 1 to 2 pages, exported as "m". */
const ownMemory = Uint8Array.from([...header, 5, 4, 1, 1, 1, 2, 7, 5, 1, 1, 0x6d, 2, 0]);
const withoutMaximum = Uint8Array.from([...header, 5, 3, 1, 0, 1]);

describe('declareMemoryShared', () => {
  it('makes a module export a shared memory', () => {
    const exports = (module: Uint8Array) =>
      (
        Reflect.construct(webAssembly.Instance, [new webAssembly.Module(module)]) as {
          exports: { m: { buffer: object } };
        }
      ).exports;
    expect(exports(ownMemory).m.buffer).toBeInstanceOf(ArrayBuffer);
    expect(exports(declareMemoryShared(ownMemory)).m.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('lets the kernels import one', () => {
    const memory = new webAssembly.Memory({ initial: 1, maximum: 2, shared: true });
    const kernels = instantiateKernels(compileKernels({ shared: true }), memory);
    expect(kernels.gemmScratchBytes(1)).toBeGreaterThan(0);
    expect(() => instantiateKernels(compileKernels({ shared: false }), memory)).toThrow('shared');
  });

  it('refuses a memory without a maximum, and a module without a memory', () => {
    expect(() => declareMemoryShared(withoutMaximum)).toThrow('no memory with a maximum');
    expect(() => declareMemoryShared(Uint8Array.from(header))).toThrow('no memory with a maximum');
  });
});

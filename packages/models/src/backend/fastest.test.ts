import { describe, expect, it } from 'vitest';
import type { Candidate } from './backends.js';
import { backendNames } from './backends.js';
import { fastest } from './fastest.js';

const plain: Candidate = { name: 'wasm' };
const accelerated: Candidate = { name: 'wasm', accelerator: 'onnxruntime' };
const timed = (candidate: Candidate, milliseconds: number) => ({ candidate, milliseconds });

describe('fastest', () => {
  it('takes the fastest, wherever it stands', () => {
    expect(fastest([timed(plain, 20), timed(accelerated, 10)])).toBe(accelerated);
    expect(fastest([timed({ name: 'gpu' }, 20), timed({ name: 'native' }, 11), timed(plain, 10)])).toBe(
      plain,
    );
  });

  it('takes the plain one of two that tie', () => {
    expect(fastest([timed(accelerated, 100), timed(plain, 105)])).toBe(plain);
    expect(fastest([timed(accelerated, 100), timed(plain, 105.1)])).toBe(accelerated);
  });

  it('lets ties go in the order gpu, webgpu, native, wasm, cpu', () => {
    const times = backendNames.map((name, i) => timed({ name }, 105 - i)).reverse();
    for (const name of ['gpu', 'webgpu', 'native', 'wasm', 'cpu']) {
      expect(fastest(times)).toEqual({ name });
      times.pop();
    }
  });
});

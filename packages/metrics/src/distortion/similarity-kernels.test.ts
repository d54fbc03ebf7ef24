import { imageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { localSimilarity } from './local-similarity.js';
import { forEachPlane, mirrored } from './plane.js';
import { javaScriptWorkspace, wasmWorkspace } from './similarity-kernels.js';

const { uniform } = random(0, 'similarity');
const batch = (height: number, width: number) =>
  imageBatch(Float64Array.from({ length: 2 * height * width * 2 }, uniform), [2, height, width, 2]);

describe('SSIM in WebAssembly and in JavaScript', () => {
  it('is the same to the last bit, cropped and mirrored, with even and odd sides', () => {
    for (const [height, width] of [
      [11, 11],
      [28, 31],
      [96, 64],
      [300, 200],
    ])
      for (const [weights, unbiased] of [
        [Float64Array.from([0.01, 0.02, 0.05, 0.1, 0.2, 0.24]), false],
        [new Float64Array(4).fill(1 / 7), true],
      ] as const) {
        const [wasm, javaScript] = [wasmWorkspace, javaScriptWorkspace].map((workspace) =>
          localSimilarity({ weights, unbiased }, 1, (numbers) => workspace(numbers) ?? fail()),
        );
        forEachPlane(batch(height, width), batch(height, width), (x, y) => {
          expect(wasm(x, y)).toEqual(javaScript(x, y));
          const [u, v] = [mirrored(x, 5), mirrored(y, 5)];
          expect(wasm(u, v, 5)).toEqual(javaScript(u, v, 5));
        });
      }
  });

  it('does without WebAssembly, and without the memory that it cannot have', async () => {
    expect(wasmWorkspace(1e12)).toBeUndefined();
    vi.stubGlobal('WebAssembly', undefined);
    vi.resetModules();
    const without = await import('./similarity-kernels.js');
    expect(without.wasmWorkspace(1)).toBeUndefined();
    expect(without.similarityWorkspace(7).memory).toHaveLength(7);
  });
  afterEach(() => vi.unstubAllGlobals());
});

function fail(): never {
  throw new Error('no WebAssembly');
}

import { describe, expect, it } from 'vitest';
import { random } from '@aelab/kernels/random';
import { codeLatents } from './code-latents.js';

const n = 500;
const size = 4;
const { normal } = random(0, 'latents');
const data = Float32Array.from({ length: n * size }, () => normal());
const latents = { data, shape: [n, size] };

function coded(bits: number, training = data) {
  return codeLatents(latents, training, [n, 28, 28, 1], bits);
}

describe('codeLatents', () => {
  it('is never farther off than half a step over the range of the training latents', () => {
    const range = data.reduce((most, v) => Math.max(most, v)) - data.reduce((least, v) => Math.min(least, v));
    for (const bits of [2, 5, 8]) {
      const worst = Math.max(...coded(bits).values.map((value, i) => Math.abs(value - data[i])));
      expect(worst).toBeLessThanOrEqual((range / (2 ** bits - 1) / 2) * 1.001);
    }
  });

  it('takes fewer bytes coded than packed, since values near the middle are frequent', () => {
    const { bytes, packedBytes } = coded(8);
    expect(packedBytes).toBe(4);
    expect(bytes).toBeLessThan(packedBytes + 1);
    expect(coded(4).bytes).toBeLessThan(bytes);
  });

  it('takes what lies outside the range of the training latents for its nearest end', () => {
    const { values } = coded(8, Float32Array.of(-0.5, 0.5, 0, 0));
    expect(Math.max(...values)).toBeCloseTo(0.5, 6);
    expect(Math.min(...values)).toBeCloseTo(-0.5, 6);
  });
});

import { imageBatch } from '@aelab/images';
import { describe, expect, it } from 'vitest';
import { warp } from './warp.js';

const side = 21;
/** Each pixel of image i is `base + across · x + down · y`, which linear interpolation gives back exactly. */
const ramps = (n: number) =>
  imageBatch(
    Float32Array.from({ length: n * side * side }, (_, k) => {
      const [x, y] = [k % side, Math.floor((k % (side * side)) / side)];
      return 0.5 + 0.01 * (x - 10) + 0.002 * (y - 10);
    }),
    [n, side, side, 1],
  );
const centre = 10 * side + 10;

describe('warp', () => {
  it('leaves images as they are without deviations, or without a share', () => {
    const images = ramps(3);
    expect(warp(images, { linear: 0, shift: 0, share: 1 }, 1).data).toEqual(images.data);
    expect(warp(images, { linear: 1, shift: 5, share: 0 }, 1).data).toEqual(images.data);
  });

  it('moves by b with the deviation stated, in pixels', () => {
    const n = 2000;
    const { data } = warp(ramps(n), { linear: 0, shift: 1.5, share: 1 }, 2);
    const moves = Array.from({ length: n }, (_, i) => data[i * side * side + centre] - 0.5);
    const variance = moves.reduce((sum, move) => sum + move ** 2, 0) / n;
    expect(Math.sqrt(variance / (0.01 ** 2 + 0.002 ** 2))).toBeCloseTo(1.5, 1);
  });

  it('maps lines to lines about the centre, interpolating linearly', () => {
    const { data } = warp(ramps(1), { linear: 0.1, shift: 0, share: 1 }, 3);
    const at = (x: number, y: number) => data[centre + y * side + x];
    expect(at(0, 0)).toBeCloseTo(0.5, 6);
    expect(at(4, 3) + at(-4, -3)).toBeCloseTo(1, 6);
    expect(at(4, 2) - at(2, 2)).toBeCloseTo(at(2, -2) - at(0, -2), 6);
    expect(at(5, 0)).not.toBeCloseTo(0.55, 3);
  });

  it('moves the expected share', () => {
    const n = 2000;
    const images = ramps(n);
    const { data } = warp(images, { linear: 0.1, shift: 1, share: 0.75 }, 4);
    const moved = Array.from({ length: n }, (_, i) => data[i * side * side] !== images.data[i * side * side]);
    expect(moved.filter(Boolean).length / n).toBeCloseTo(0.75, 1);
  });

  it('refuses what is no deviation or share', () => {
    expect(() => warp(ramps(1), { linear: -1, shift: 0, share: 1 }, 0)).toThrow('linear is -1');
    expect(() => warp(ramps(1), { linear: 0, shift: 0, share: 2 }, 0)).toThrow('share 2');
  });
});

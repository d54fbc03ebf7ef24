import { describe, expect, it } from 'vitest';
import { gramMatrix, upperGramInJavaScript } from './gram-matrix.js';
import { random } from './random.js';

const shapes = [
  [1, 1],
  [2, 3],
  [5, 4],
  [7, 8],
  [33, 13],
  [1025, 17],
  [2050, 9],
] as const;

function floats(length: number): Float32Array {
  const { normal } = random(1, length);
  return Float32Array.from({ length }, normal);
}

function bytes(length: number): Uint8Array {
  const { integer } = random(2, length);
  return Uint8Array.from({ length }, () => integer(256));
}

describe.each(shapes)('gramMatrix of %i × %i', (rows, columns) => {
  it.each([bytes, floats])('agrees with its JavaScript twin on %o', (make) => {
    const data = make(rows * columns);
    const gram = gramMatrix(data, rows, columns);
    const twin = upperGramInJavaScript(data, rows, columns);
    let worst = 0;
    for (let i = 0; i < columns; i++)
      for (let j = i; j < columns; j++) {
        const value = gram[i * columns + j];
        worst = Math.max(
          worst,
          Math.abs(value - twin[i * columns + j]),
          Math.abs(value - gram[j * columns + i]),
        );
      }
    expect(worst).toBeLessThanOrEqual(data instanceof Uint8Array ? 0 : 1e-13 * rows);
  });
});

describe('gramMatrix', () => {
  it('is exact for bytes beyond what 32 bits hold', () => {
    const rows = 70_000;
    expect(gramMatrix(new Uint8Array(rows * 2).fill(255), rows, 2)).toEqual(
      new Float64Array(4).fill(rows * 255 ** 2),
    );
  });

  it('keeps the digits of floats that f32 sums would lose', () => {
    const data = new Float32Array(4096).fill(1e-4);
    data[0] = 100;
    expect(gramMatrix(data, 4096, 1)[0]).toBeCloseTo(1e4 + 4095 * Math.fround(1e-4) ** 2, 8);
  });

  it('says what is wrong with the shape', () => {
    expect(() => gramMatrix(new Uint8Array(5), 2, 3)).toThrow('data has 5 values; shape [2,3] needs 6');
  });
});

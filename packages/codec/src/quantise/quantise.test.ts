import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsOfLevel, codeLength } from '../entropy/code-length.js';
import { fitTables } from '../entropy/frequency-table.js';
import { logisticTables } from '../entropy/logistic-tables.js';
import { chooseLevels } from './choose-levels.js';
import { quantisationError } from './quantisation-error.js';
import { dequantise, quantise, uniformQuantiser } from './quantiser.js';
import { refineLevels } from './refine-levels.js';
import { stepForDistortion, stepForSize } from './search-step.js';
import { latentSensitivities, meanSquare } from './sensitivities.js';

/** Latents of the shape that codes see: Laplacian, of unequal width, by the inverse of its distribution. */
function laplacian(count: number, widths: readonly number[]): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    const u = ((i * 0.6180339887498949 + ((i % 7) * i) / 1009) % 1) - 0.5;
    return -Math.sign(u) * widths[i % widths.length] * Math.log(1 - 2 * Math.abs(u) + 1e-9);
  });
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

describe('quantise', () => {
  it('is within half a step, and exact for values on the grid', () => {
    const level = fc.integer({ min: -1000, max: 1000 });
    const rest = fc.double({ min: -0.49, max: 0.49, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(level, rest)), fc.constantFrom(0.25, 1, 3), (list, step) => {
        const quantiser = uniformQuantiser(step, 0.5);
        const latents = Float32Array.from(list, ([l, r]) => 0.5 + step * (l + r));
        expect([...quantise(latents, quantiser)]).toEqual(list.map(([l]) => l));
        const exact = Float32Array.from(list, ([l]) => 0.5 + step * l);
        expect(dequantise(quantise(exact, quantiser), quantiser)).toEqual(exact);
      }),
    );
  });

  it('has its own step and offset for each latent', () => {
    const quantiser = uniformQuantiser([1, 10], [0, 5]);
    expect([...quantise(Float32Array.of(3, 25, -1, 5), quantiser)]).toEqual([3, 2, -1, 0]);
  });

  it('refuses NaN, and a step so fine that levels overflow', () => {
    expect(() => quantise(Float32Array.of(0, NaN), uniformQuantiser(1))).toThrow('latent 1 is NaN');
    expect(() => quantise(Float32Array.of(1), uniformQuantiser(1e-9))).toThrow('use a greater step');
    for (const step of [0, -1, NaN, Infinity, 1e-60])
      expect(() => uniformQuantiser(step)).toThrow('step 0 is');
    expect(() => uniformQuantiser(1, NaN)).toThrow('offset 0 is NaN');
  });
});

describe('step search', () => {
  const latents = laplacian(4000, [3]);
  const mseAt = (step: number) => {
    const quantiser = uniformQuantiser(step);
    return meanSquare(dequantise(quantise(latents, quantiser), quantiser), latents);
  };
  const bitsAt = (step: number) => {
    const levels = quantise(latents, uniformQuantiser(step));
    return total(codeLength(levels, 1, fitTables(levels, 1)));
  };

  it('finds the coarsest step within a distortion: Δ²/12 where steps are fine', async () => {
    const step = await stepForDistortion(mseAt, 0.01, [0.01, 10]);
    expect(mseAt(step)).toBeLessThanOrEqual(0.01);
    expect(Math.abs(step / Math.sqrt(0.12) - 1)).toBeLessThan(0.02);
  });

  it('finds the finest step within a size', async () => {
    const step = await stepForSize(bitsAt, 8000, [0.01, 10]);
    expect(bitsAt(step)).toBeLessThanOrEqual(8000);
    expect(bitsAt(step * 0.99)).toBeGreaterThan(8000 * 0.99);
  });

  it('says when no step of the range will do', async () => {
    await expect(stepForDistortion(() => 0.02, 0.01, [0.1, 1])).rejects.toThrow(
      'the finest step 0.1 already has distortion 0.02; a target of 0.01 is out of reach',
    );
    await expect(stepForSize(() => 9, 8, [0.1, 1])).rejects.toThrow('the coarsest step 1 still takes 9');
    expect(await stepForDistortion(() => 0, 0.01, [0.1, 1])).toBe(1);
  });
});

describe('latentSensitivities', () => {
  it("is the mean square of a linear decoder's column", async () => {
    const columns = [
      [1, 0, 2, 0],
      [0, 3, 0, 0],
    ];
    const decode = (z: Float32Array) =>
      Float32Array.from({ length: 2 * z.length }, (_, p) => {
        const row = 2 * Math.floor(p / 4);
        return columns[0][p % 4] * z[row] + columns[1][p % 4] * z[row + 1];
      });
    expect([...(await latentSensitivities(Float32Array.of(1, 2, -1, 0.5), 2, decode, 0.25))]).toEqual([
      5 / 4,
      9 / 4,
    ]);
  });

  it('gives steps that beat one step for all, at the same distortion', async () => {
    const latents = laplacian(6000, [4, 1, 2]);
    const gains = [1, 16, 4];
    const encodeAt = (steps: number[]) => {
      const quantiser = uniformQuantiser(steps);
      const levels = quantise(latents, quantiser);
      const errors = dequantise(levels, quantiser).map(
        (value, i) => gains[i % 3] * (value - latents[i]) ** 2,
      );
      return {
        mse: total(Float64Array.from(errors)),
        bits: total(codeLength(levels, 3, fitTables(levels, 3))),
      };
    };
    const [one, weighted] = await Promise.all(
      [[1, 1, 1], gains.map((gain) => 1 / Math.sqrt(gain))].map(async (shape) => {
        const scaled = (step: number) => encodeAt(shape.map((width) => width * step));
        return scaled(await stepForDistortion((step) => scaled(step).mse, 300, [0.01, 10]));
      }),
    );
    expect(weighted.bits).toBeLessThan(0.97 * one.bits);
  });
});

describe('chooseLevels', () => {
  const quantiser = uniformQuantiser(1);
  const latents = laplacian(6000, [1.5]);
  const nearest = quantise(latents, quantiser);
  const tables = fitTables(nearest, 1);
  const cost = (levels: Int32Array, lambda: number) =>
    total(codeLength(levels, 1, tables)) + lambda * 6000 * meanSquare(dequantise(levels, quantiser), latents);

  it('is plain rounding where distortion is worth everything', () => {
    expect(chooseLevels(latents, quantiser, tables, [1], 1e6)).toEqual(nearest);
  });

  it('lowers bits + λ · distortion, the more the smaller λ', () => {
    const saved = [3, 10, 30].map((lambda) => {
      const chosen = chooseLevels(latents, quantiser, tables, [1], lambda);
      return cost(nearest, lambda) - cost(chosen, lambda);
    });
    expect(Math.min(...saved)).toBeGreaterThan(0);
    expect(saved[0]).toBeGreaterThan(saved[1]);
    expect(saved[1]).toBeGreaterThan(saved[2]);
  });

  it.each([0.25, 1, 4])(
    'finds the cheapest of the two levels around and the likeliest, at step %d',
    (step) => {
      const scaled = uniformQuantiser(step, 0.5);
      const z = latents.subarray(0, 300).map((value) => 0.5 + value * step);
      const lambda = 6;
      const likeliest = tables[0].lowest + tables[0].frequencies.indexOf(Math.max(...tables[0].frequencies));
      const chosen = chooseLevels(z, scaled, tables, [1], lambda / step ** 2);
      chosen.forEach((level, i) => {
        const exact = (z[i] - 0.5) / step;
        const price = (l: number) => bitsOfLevel(tables[0], l) + lambda * (l - exact) ** 2;
        const best = Math.min(...[Math.floor(exact), Math.ceil(exact), likeliest].map(price));
        expect(price(level)).toBeCloseTo(best, 4);
      });
    },
  );

  it('goes to the likeliest level from afar where bits are dear', () => {
    expect([...chooseLevels(Float32Array.of(2.4), quantiser, tables, [1], 0.01)]).toEqual([0]);
  });

  it('beats plain rounding of a coarser step at the same bits', async () => {
    const chosen = chooseLevels(latents, quantiser, tables, [1], 8);
    const bits = total(codeLength(chosen, 1, fitTables(chosen, 1)));
    const rounded = (step: number) => quantise(latents, uniformQuantiser(step));
    const step = await stepForSize(
      (s) => total(codeLength(rounded(s), 1, fitTables(rounded(s), 1))),
      bits,
      [1, 10],
    );
    const mse = meanSquare(dequantise(chosen, quantiser), latents);
    expect(mse).toBeLessThan(meanSquare(dequantise(rounded(step), uniformQuantiser(step)), latents));
  });
});

describe('refineLevels', () => {
  /** A decoder in which the latents interact, so that each alone cannot be chosen. */
  const decode = (levels: ArrayLike<number>, i: number) => {
    const [a, b] = [levels[2 * i], levels[2 * i + 1]];
    return [a + 0.6 * b, b - 0.3 * a, 0.5 * a * b];
  };
  const originals = Array.from({ length: 200 }, (_, i) => [
    2 * Math.sin(i),
    2 * Math.cos(3 * i),
    Math.sin(7 * i),
  ]);
  const distortion = (levels: Int32Array) => originals.map((x, i) => meanSquare(decode(levels, i), x));
  const start = new Int32Array(400);
  const tables = fitTables(
    Int32Array.from({ length: 400 }, (_, i) => Math.round(2 * Math.sin(i))),
    2,
  );
  const lambda = 5;
  const costs = (levels: Int32Array) => {
    const distortions = distortion(levels);
    return codeLength(levels, 2, tables).map((bits, i) => bits + lambda * distortions[i]);
  };

  it('makes no image costlier and most cheaper, sweep by sweep', async () => {
    const once = await refineLevels(start, { latentSize: 2, tables, lambda, distortion, sweeps: 1 });
    const twice = await refineLevels(start, { latentSize: 2, tables, lambda, distortion, sweeps: 2 });
    const [before, after, later] = [start, once, twice].map(costs);
    after.forEach((cost, i) => expect(cost).toBeLessThanOrEqual(before[i] + 1e-9));
    later.forEach((cost, i) => expect(cost).toBeLessThanOrEqual(after[i] + 1e-9));
    expect(total(later)).toBeLessThan(0.8 * total(before));
  });

  it('ends where no single step helps any image', async () => {
    const done = await refineLevels(start, { latentSize: 2, tables, lambda, distortion, sweeps: 12 });
    const reached = costs(done);
    for (const d of [0, 1])
      for (const move of [-1, 1])
        costs(done.map((level, at) => (at % 2 === d ? level + move : level))).forEach((cost, i) =>
          expect(cost).toBeGreaterThanOrEqual(reached[i] - 1e-9),
        );
  });

  it('leaves the levels it was given as they are', async () => {
    await refineLevels(start, { latentSize: 2, tables, lambda, distortion, sweeps: 1 });
    expect(start.every((level) => level === 0)).toBe(true);
  });
});

describe('quantisationError', () => {
  const pixels = fc.array(fc.tuple(...[0, 1, 2].map(() => fc.double({ min: 0, max: 1, noNaN: true }))), {
    minLength: 1,
  });

  it('splits the total into model, quantisation and interaction', () => {
    fc.assert(
      fc.property(pixels, (list) => {
        const [x, y, z] = [0, 1, 2].map((k) => list.map((row) => row[k]));
        const { model, quantisation, interaction, total: all } = quantisationError(x, y, z);
        const cross = list.reduce((sum, [a, b, c]) => sum + 2 * (a - b) * (b - c), 0) / list.length;
        expect(interaction).toBeCloseTo(cross, 12);
        expect(model + quantisation + interaction).toBeCloseTo(all, 12);
      }),
    );
  });

  it('refuses pixels of unequal number', () => {
    expect(() => quantisationError([1], [1, 2], [1])).toThrow('1 original, 2 reconstructed and 1 quantised');
  });
});

describe('logisticTables', () => {
  it('is the table that fitting finds for logistic latents', () => {
    const [learned] = logisticTables([0.3], [1.7]);
    const count = 100_000;
    const levels = Int32Array.from({ length: count }, (_, i) => {
      const u = (i + 0.5) / count;
      return Math.round(0.3 + 1.7 * Math.log(u / (1 - u)));
    });
    const [bits, fitted] = [[learned], fitTables(levels, 1)].map((tables) =>
      total(codeLength(levels, 1, tables)),
    );
    expect(Math.abs(bits / fitted - 1)).toBeLessThan(0.001);
  });

  it('spans wide priors with shared symbols, and narrow ones with one', () => {
    const [wide, narrow] = logisticTables([0, 5], [1000, 0.01]);
    expect(wide.lowBits).toBe(7);
    expect([narrow.lowest, narrow.frequencies[0]]).toEqual([5, 4095]);
  });

  it('refuses a scale that is no scale', () => {
    expect(() => logisticTables([0], [0])).toThrow('latent 0 has location 0 and scale 0');
    expect(() => logisticTables([0], [])).toThrow('1 locations and 0 scales');
  });
});

import { expect, it } from 'vitest';
import { harmed, readWhole, resealed, sampleContents } from '../testing/hostile.js';
import type { Harm } from '../testing/hostile.js';
import { AelFormatError } from './ael-format-error.js';
import { writeLatents } from './write-latents.js';

/** xorshift32: fast, and the same inputs in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

function randomHarms(next: () => number): Harm[] {
  return Array.from({ length: 1 + (next() % 4) }, () => [next() % 5, next() / 2 ** 32, next() >>> 1]);
}

/** How a harmed file ends: `decoded` with its values, or `refused`; anything else throws. */
function outcome(file: Uint8Array): Float32Array | 'refused' {
  try {
    return readWhole(file);
  } catch (error) {
    const tooLarge = error instanceof RangeError && error.message.includes('more than 2^26 values');
    if (error instanceof AelFormatError || tooLarge) return 'refused';
    throw error;
  }
}

const RUNS = 2_000_000;

it.each(Object.entries(sampleContents()))(
  'ten million harmed files, half resealed, end in a named error or a correct decode: %s',
  (name, content) => {
    const bytes = writeLatents(content);
    const intact = String(readWhole(bytes));
    const next = generator(name.length + 1);
    let slowest = 0;
    let decoded = 0;
    for (let i = 0; i < RUNS; i++) {
      const sealed = i % 2 === 0;
      const file = harmed(bytes, randomHarms(next));
      const started = process.cpuUsage();
      const found = outcome(sealed ? resealed(file) : file);
      slowest = Math.max(slowest, process.cpuUsage(started).user / 1000);
      if (found === 'refused') continue;
      decoded++;
      if (!sealed) expect(String(found)).toBe(intact);
    }
    console.warn(
      `${name}: ${decoded} of ${RUNS} decoded, the slowest in ${slowest.toFixed(0)} ms of the processor`,
    );
    expect(slowest).toBeLessThan(1000);
  },
);

import { readFileSync } from 'node:fs';

/** What other libraries make of one image; see tools/golden/pixels.py. */
export const golden = JSON.parse(readFileSync(new URL('../pixels.golden.json', import.meta.url), 'utf8')) as {
  scipy: string;
  pillow: string;
  image: number[];
  shape: [number, number];
  blur: Record<string, number[]>;
  resize: Record<string, number[]>;
};

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}

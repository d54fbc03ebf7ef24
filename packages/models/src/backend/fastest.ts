import type { Candidate } from './backends.js';
import { backendNames } from './backends.js';

/** A candidate that was tried. */
export interface Timed {
  readonly candidate: Candidate;
  /** Of one step. */
  readonly milliseconds: number;
}

/** Times that differ by less say nothing: the fastest of ten steps of the same kernels differ by up to 3 %. */
const tie = 0.05;

/** Of those within 5 % of the fastest, the first in the order of {@link backendNames}, the plain one before the accelerated. */
export function fastest(times: readonly Timed[]): Candidate {
  const least = Math.min(...times.map(({ milliseconds }) => milliseconds));
  const tied = times.filter(({ milliseconds }) => milliseconds <= least * (1 + tie));
  const place = ({ name, accelerator }: Candidate) => 2 * backendNames.indexOf(name) + (accelerator ? 1 : 0);
  return tied.map(({ candidate }) => candidate).sort((a, b) => place(a) - place(b))[0];
}

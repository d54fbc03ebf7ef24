import type { Random } from '@aelab/kernels/random';

/** Visits resamples of n cases: as many case numbers, drawn with replacement, in a list that the next draw overwrites. */
export function forEachResample(
  n: number,
  resamples: number,
  { uint32 }: Random,
  visit: (cases: Uint32Array, resample: number) => void,
): void {
  const cases = new Uint32Array(n);
  const scale = n / 2 ** 32; // a case is at most n / 2³² likelier than another
  for (let r = 0; r < resamples; r++) {
    for (let i = 0; i < n; i++) cases[i] = uint32() * scale;
    visit(cases, r);
  }
}

/** Into how many groups a jackknife puts n cases: those whose numbers leave the same remainder. */
export function jackknifeGroups(n: number): number {
  return Math.min(n, 1000);
}

import { arialWidth } from '../svg/arial-width.js';

/** How many entries of a legend fit beside each other, which Vega does not ask. */
export function legendColumns(names: readonly string[], width: number): number {
  const widest = Math.max(1, ...names.map((name) => arialWidth(name, 12)));
  return Math.max(1, Math.floor((width - 40) / (widest + 36)));
}

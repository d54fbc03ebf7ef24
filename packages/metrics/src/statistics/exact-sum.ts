/**
 * Adds a number to a sum that is kept without rounding, as a list of parts that do not overlap.
 *
 * {@link exactTotal} rounds once, so the total does not depend on the order in which numbers came or on how they were
 * shared among workers, which a plain sum of floats does in its last digits.
 *
 * @param parts - of a sum so far, `[]` at first; changed in place
 * @example
 * const parts: number[] = [];
 * for (const value of [1e16, 1, -1e16]) addExactly(parts, value);
 * exactTotal(parts); // 1
 * @see Shewchuk, "Adaptive precision floating-point arithmetic and fast robust geometric predicates", 1997
 */
export function addExactly(parts: number[], value: number): void {
  let kept = 0;
  let high = value;
  for (const part of parts) {
    const [larger, smaller] = Math.abs(high) >= Math.abs(part) ? [high, part] : [part, high];
    high = larger + smaller;
    const low = smaller - (high - larger);
    if (low !== 0 && Number.isFinite(high)) parts[kept++] = low;
  }
  parts.length = kept;
  parts.push(high);
}

/**
 * The sum of parts made by {@link addExactly}, rounded once.
 *
 * @example
 * exactTotal([]); // 0
 */
export function exactTotal(parts: readonly number[]): number {
  let total = 0;
  let lost = 0;
  let i = parts.length;
  while (i > 0 && lost === 0) {
    const before = total;
    total = before + parts[--i];
    lost = parts[i] - (total - before);
  }
  // When what was lost is exactly half a unit in the last place, the parts below it decide the direction.
  const rest = i > 0 ? parts[i - 1] : 0;
  const other = total + 2 * lost;
  return lost * rest > 0 && other - total === 2 * lost ? other : total;
}

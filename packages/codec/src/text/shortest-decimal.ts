/**
 * The shortest decimal that reads back to the same float32; of several, the nearest to it.
 *
 * JavaScript's own `String(value)` is shortest for float64 and prints 0.1 as 0.10000000149011612.
 *
 * @param value - a finite number that float32 holds
 * @throws RangeError if float32 does not hold it
 * @example
 * shortestDecimal(Math.fround(0.1)); // '0.1'
 */
export function shortestDecimal(value: number): string {
  if (!Number.isFinite(value) || Math.fround(value) !== value)
    throw new RangeError(
      `shortestDecimal: value is ${value}; it must be a finite float32 (Math.fround makes one)`,
    );
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  for (let digits = 1; ; digits++) {
    const found = candidates(value, digits).find((text) => Math.fround(Number(text)) === value);
    if (found !== undefined) return String(Number(found));
  }
}

/** The nearest decimal of so many digits, then its neighbours: at a power of two float32 is finer below than above. */
function candidates(value: number, digits: number): string[] {
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
  const last = 10 ** (1 - digits);
  const neighbours = [Number(mantissa) - last, Number(mantissa) + last];
  return [mantissa, ...neighbours.map((m) => m.toFixed(digits - 1))].map((m) => `${m}e${exponent}`);
}

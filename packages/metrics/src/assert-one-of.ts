/**
 * Checks a name that TypeScript checks only for those who use it.
 *
 * @throws RangeError if the value is none of the names
 */
export function assertOneOf(caller: string, what: string, value: string, names: readonly string[]): void {
  if (!names.includes(value))
    throw new RangeError(`${caller}: ${what} is ${value}; it must be one of ${names.join(', ')}`);
}

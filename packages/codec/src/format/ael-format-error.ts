/** Thrown for bytes that are no valid `.ael` file, decoder or text: damaged, truncated, or crafted. */
export class AelFormatError extends Error {
  override readonly name = 'AelFormatError';
}

/** What was asked for cannot be done as asked; the command line ends with status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Work on what a person gave: what a library refuses of it is wrong usage, and the library says why. */
export function asUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}

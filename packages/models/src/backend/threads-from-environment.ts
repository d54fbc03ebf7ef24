/**
 * The number of threads that the environment variable `AELAB_THREADS` states, if it does: one per core shared among
 * several processes, as in a sweep.
 *
 * @throws RangeError if it states no number from 1 up
 */
export function threadsFromEnvironment(): number | undefined {
  const stated = process.env['AELAB_THREADS'];
  if (stated === undefined || stated === '') return undefined;
  const threads = Number(stated);
  if (!Number.isInteger(threads) || threads < 1 || threads > mostThreads)
    throw new RangeError(
      `AELAB_THREADS is '${stated}'; it must be a whole number from 1 to ${mostThreads} (or unset: one thread per core, at most 4)`,
    );
  return threads;
}

const mostThreads = 64;

import { setTimeout as sleep } from 'node:timers/promises';

/** Does the work again and again, with a pause between, until the signal; what fails is tried again the next time. */
export async function repeat(
  milliseconds: number,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await work().catch(() => undefined);
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}

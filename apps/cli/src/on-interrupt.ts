export interface Interrupt {
  readonly signal: AbortSignal;
  /** Until then Ctrl-C ends the process at once, as it does where nothing listens. */
  readonly listen: () => void;
  readonly release: () => void;
}

/**
 * A signal that Ctrl-C aborts while it is listened for, so that work can end at a point where it can be resumed; a second
 * Ctrl-C ends the process at once.
 *
 * Listen only while work looks at the signal: with a listener, Ctrl-C waits for the event loop, which an SVD blocks for
 * minutes. Files appear whole or not at all, so that other work may end anywhere.
 */
export function onInterrupt(resume: string): Interrupt {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new DOMException(`interrupted; continue with: ${resume}`, 'AbortError'));
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  return {
    signal: controller.signal,
    listen: () => signals.forEach((name) => process.on(name, interrupt)),
    release: () => signals.forEach((name) => process.off(name, interrupt)),
  };
}

/** Work that Ctrl-C asks to end where it can be resumed. */
export async function interruptible<T>(
  resume: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, listen, release } = onInterrupt(resume);
  listen();
  return work(signal).finally(release);
}

/**
 * A signal that Ctrl-C aborts, so that work can end at a point where it can be resumed; a second Ctrl-C ends the
 * process at once.
 */
export function onInterrupt(resume: string): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new DOMException(`interrupted; continue with: ${resume}`, 'AbortError'));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}

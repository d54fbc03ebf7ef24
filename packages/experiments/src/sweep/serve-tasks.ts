import type { FromWorker, ToWorker } from './process-pool.js';

export interface TaskOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: unknown) => void;
}

/** Makes this process a worker of a `processPool`: it does one task at a time, and ends when the pool's process does. */
export function serveTasks(work: (task: unknown, options: TaskOptions) => Promise<unknown>): void {
  let controller = new AbortController();
  const answer = async (task: unknown): Promise<void> => {
    controller = new AbortController();
    try {
      const result = await work(task, {
        signal: controller.signal,
        onProgress: (progress) => tell({ progress }),
      });
      tell({ result, peakMemory: process.resourceUsage().maxRSS * 1024 });
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      tell({ error: { name, message } });
    }
  };
  process.on('message', (message: ToWorker) => {
    if ('stop' in message) controller.abort(new DOMException('interrupted', 'AbortError'));
    else void answer(message.task);
  });
  process.on('disconnect', () => process.exit());
  // Ctrl-C reaches the whole group, and a scheduler's SIGTERM the whole job; the pool's process says when to stop.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
}

function tell(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

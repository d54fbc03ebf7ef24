import { serveTasks } from '../serve-tasks.js';

/** What the tests of the pool make its processes do. */
export type TestTask =
  | { readonly echo: unknown }
  | { readonly fail: string }
  | { readonly die: true }
  | { readonly dieOnce: string }
  | { readonly wait: true }
  | { readonly hang: true };

serveTasks(async (given, { signal, onProgress }) => {
  const task = given as TestTask;
  if ('fail' in task) throw new RangeError(task.fail);
  if ('die' in task) process.kill(process.pid, 'SIGKILL');
  if ('dieOnce' in task) await dieUnlessMarked(task.dieOnce);
  if ('hang' in task) {
    onProgress('hanging');
    await new Promise((resolve) => setTimeout(resolve, 50)); // until that is told
    for (;;);
  }
  if ('wait' in task) {
    onProgress('waiting');
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  }
  return 'echo' in task ? { echo: task.echo, pid: process.pid } : 'survived';
});

async function dieUnlessMarked(file: string): Promise<void> {
  const { existsSync, writeFileSync } = await import('node:fs');
  if (existsSync(file)) return;
  writeFileSync(file, '');
  process.kill(process.pid, 'SIGKILL');
}

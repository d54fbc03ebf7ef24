import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../usage-error.js';

/** Child processes that work on one task each, and are kept for the next. */
export interface ProcessPool {
  /**
   * Does a task in a process of its own; resolves to what the task resolves to. A process that dies is replaced and the
   * task given to the next one.
   *
   * @throws the task's error; an AbortError if it was stopped; an Error that says how the processes died, after three
   * deaths
   */
  readonly run: (task: unknown, options?: PoolTaskOptions) => Promise<unknown>;
  /**
   * Asks tasks at work to stop where they can be resumed (they reject with an AbortError), and ends the processes; one
   * that cannot hear it, since it computes without a pause, is killed after ten seconds.
   */
  readonly stop: () => void;
}

export interface PoolTaskOptions {
  readonly onProgress?: (progress: unknown) => void;
  /** Asks this task to stop where it can be resumed. */
  readonly signal?: AbortSignal;
}

export interface PoolOptions {
  /** The module that the processes run; it calls `serveTasks`. */
  readonly entry: URL;
  readonly env: Readonly<Record<string, string>>;
}

export type ToWorker = { readonly task: unknown } | { readonly stop: true };
export type FromWorker =
  | { readonly progress: unknown }
  | { readonly result: unknown; readonly peakMemory: number }
  | { readonly error: { readonly name: string; readonly message: string } };

type Answer = Exclude<FromWorker, { progress: unknown }> | { readonly death: string };

const mostDeaths = 3;
const patience = 10_000;

/** What a worker process needs before any has told: Node, TensorFlow.js and MNIST. */
export const usualMemory = 400 * 2 ** 20;

/** A pool that starts a process for each task at work, further ones only when there is memory for them. */
export function processPool({ entry, env }: PoolOptions): ProcessPool {
  const idle: ChildProcess[] = [];
  const busy = new Set<ChildProcess>();
  let memory = usualMemory;
  let stopping = false;

  const freeProcess = async () => {
    for (;;) {
      if (stopping) throw new DOMException('the pool is stopping', 'AbortError');
      const child = idle.pop();
      if (child?.connected) return child;
      if (!child && (busy.size === 0 || availableMemory() >= memory)) return startProcess(entry, env);
      if (!child) await sleep(500);
    }
  };
  const attempt = async (task: unknown, { onProgress, signal }: PoolTaskOptions): Promise<Answer> => {
    const child = await freeProcess();
    const stop = () => child.send({ stop: true } satisfies ToWorker);
    busy.add(child);
    signal?.addEventListener('abort', stop);
    const answer = await ask(child, { task }, onProgress);
    signal?.removeEventListener('abort', stop);
    busy.delete(child);
    if ('peakMemory' in answer) memory = Math.max(memory, answer.peakMemory);
    if (stopping && child.connected) child.disconnect();
    else idle.push(child);
    return answer;
  };
  return {
    async run(task, options = {}) {
      const deaths: string[] = [];
      while (deaths.length < mostDeaths) {
        options.signal?.throwIfAborted();
        const answer = await attempt(task, options);
        if ('result' in answer) return answer.result;
        if ('error' in answer) throw errorOf(answer.error);
        deaths.push(answer.death);
      }
      throw new Error(`its worker process died ${mostDeaths} times: ${deaths.join('; ')}`);
    },
    stop() {
      stopping = true;
      for (const child of idle.splice(0)) if (child.connected) child.disconnect();
      for (const child of busy) {
        child.send({ stop: true } satisfies ToWorker);
        setTimeout(() => busy.has(child) && child.kill('SIGKILL'), patience).unref();
      }
    },
  };
}

function errorOf({ name, message }: { readonly name: string; readonly message: string }): Error {
  return name === 'UsageError' ? new UsageError(message) : Object.assign(new Error(message), { name });
}

/** Bytes that can be used before the machine, or the container, begins to swap or to kill. */
export function availableMemory(): number {
  return process.availableMemory();
}

const lastWords = new WeakMap<ChildProcess, string>();

function startProcess(entry: URL, env: PoolOptions['env']): ChildProcess {
  const child = fork(entry, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  child.stderr?.on('data', (text: Buffer) => {
    lastWords.set(child, `${lastWords.get(child) ?? ''}${text.toString()}`.slice(-4000));
  });
  return child;
}

function ask(
  child: ChildProcess,
  message: ToWorker,
  onProgress?: (progress: unknown) => void,
): Promise<Answer> {
  return new Promise((resolve) => {
    const settle = (answer: Answer) => {
      child.off('message', onMessage).off('close', onClose).off('error', onError);
      resolve(answer);
    };
    const onMessage = (answer: FromWorker) =>
      'progress' in answer ? onProgress?.(answer.progress) : settle(answer);
    const onClose = (status: number | null, signal: string | null) =>
      settle({ death: `${signal ?? `exit status ${status}`}${cause(child)}` });
    const onError = (error: Error) => settle({ death: error.message });
    child.on('message', onMessage).on('close', onClose).on('error', onError);
    child.send(message, (error) => error && settle({ death: error.message }));
  });
}

/** The line of a dead process's standard error that says most. */
function cause(child: ChildProcess): string {
  const lines = (lastWords.get(child) ?? '').trim().split('\n');
  const line = lines.find((text) => /error/i.test(text)) ?? lines.at(-1);
  return line ? ` (${line.trim()})` : '';
}

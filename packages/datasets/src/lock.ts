import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

const heartbeatMilliseconds = 5_000;
/** A lock that has not been touched for so long has lost its holder, on whatever machine that ran. */
const staleMilliseconds = 60_000;
const pollMilliseconds = 200;

/**
 * Does `work` while holding a lock that all processes respect which use this function with the same path. A lock whose
 * process has died, or that has not been touched for a minute, is taken over.
 *
 * The lock keeps two downloads from fetching the same bytes twice. What they write does not depend on it for being right:
 * files get their names only after their checksums are found right.
 *
 * @param onWait - called once if another process holds the lock
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  options: { readonly signal?: AbortSignal; readonly onWait?: () => void } = {},
): Promise<T> {
  const owner = JSON.stringify({ host: hostname(), pid: process.pid, id: randomUUID() });
  for (let tries = 0; !(await acquire(path, owner)); tries++) {
    if (tries === 0) options.onWait?.();
    await wait(pollMilliseconds, undefined, { signal: options.signal });
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, heartbeatMilliseconds);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if ((await contentOf(path)) === owner) await rm(path, { force: true });
  }
}

async function acquire(path: string, owner: string): Promise<boolean> {
  if (await create(path, owner)) return true;
  if (!(await isAbandoned(path))) return false;
  await takeAway(path);
  return create(path, owner);
}

/** Makes the lock unless it is there. */
async function create(path: string, owner: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    await handle.writeFile(owner).finally(() => handle.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > staleMilliseconds) return true;
  const holder = parse(await contentOf(path));
  return holder?.host === hostname() && !isRunning(holder.pid);
}

/** Removes an abandoned lock; a second lock keeps a slower process from removing the one that a faster has made since. */
async function takeAway(path: string): Promise<void> {
  const guard = `${path}.taking-over`;
  if (!(await create(guard, ''))) {
    const age = await stat(guard).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > staleMilliseconds) await rm(guard, { force: true });
    return;
  }
  try {
    if (await isAbandoned(path)) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function contentOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

/** A lock that is being written has no content yet. */
function parse(content: string): { host: string; pid: number } | undefined {
  try {
    return JSON.parse(content) as { host: string; pid: number };
  } catch {
    return undefined;
  }
}

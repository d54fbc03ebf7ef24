import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { withLock } from './lock.js';

const folder = mkdtempSync(join(tmpdir(), 'aelab-lock-'));
const path = join(folder, '.lock');
afterAll(() => rmSync(folder, { recursive: true }));

/** A process that was here once: no process has a number so high. */
const dead = JSON.stringify({ host: hostname(), pid: 2 ** 30, id: '' });
const alive = JSON.stringify({ host: hostname(), pid: process.pid, id: '' });

describe('withLock', () => {
  it('lets one in at a time, and leaves nothing behind', async () => {
    let inside = 0;
    let waited = 0;
    const order: number[] = [];
    const work = (n: number) => async () => {
      expect(++inside).toBe(1);
      await wait(20);
      order.push(n);
      inside--;
    };
    await Promise.all([1, 2, 3].map((n) => withLock(path, work(n), { onWait: () => (waited += 1) })));
    expect(order.sort()).toEqual([1, 2, 3]);
    expect(waited).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is given back when the work fails', async () => {
    await expect(withLock(path, () => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck');
    expect(existsSync(path)).toBe(false);
  });

  it('takes over from a process that died, once, however many wait', { timeout: 20_000 }, async () => {
    writeFileSync(path, dead);
    let inside = 0;
    const work = async () => {
      expect(++inside).toBe(1);
      await wait(10);
      inside--;
    };
    await Promise.all(Array.from({ length: 8 }, () => withLock(path, work)));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes over a lock that nobody has touched for a minute, from another machine too', async () => {
    writeFileSync(path, JSON.stringify({ host: 'elsewhere', pid: 1, id: '' }));
    const longAgo = new Date(Date.now() - 61_000);
    utimesSync(path, longAgo, longAgo);
    expect(await withLock(path, () => Promise.resolve('in'))).toBe('in');
  });

  it('waits for a process that lives, until it is told to stop', async () => {
    writeFileSync(path, alive);
    const signal = AbortSignal.timeout(50);
    await expect(withLock(path, () => Promise.resolve(), { signal })).rejects.toThrow('aborted');
    expect(existsSync(path)).toBe(true);
    rmSync(path);
  });
});

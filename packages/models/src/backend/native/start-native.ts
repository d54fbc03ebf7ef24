import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import { engine, setBackend } from '@tensorflow/tfjs-core';
import { registerGradients } from '../fused-gradients.js';
import { registerNativeKernels } from './native-kernels.js';
import { addonIn, addonPackage, isNativeInstalled, nativeFolder } from './native-library.js';

/**
 * Starts TensorFlow's own library, on the processor, as the backend `tensorflow` of TensorFlow.js.
 *
 * @throws Error if it is not installed, or does not start
 */
export async function startNative({ threads }: { readonly threads?: number }): Promise<string[]> {
  if (!('tensorflow' in engine().registryFactory)) load(threads);
  if (!(await setBackend('tensorflow')))
    throw new Error("startNative: TensorFlow.js could not start 'tensorflow' here");
  registerNativeKernels();
  registerGradients();
  return [];
}

/** `@tensorflow/tfjs-node-gpu`, with the addon from the cache: `npm ci` would wipe one in its own folder. */
function load(threads: number | undefined): void {
  const { folder } = addonPackage();
  if (!isNativeInstalled())
    throw new Error(
      "startNative: TensorFlow's library is not there; `aelab doctor --install native` brings it (in a checkout: npm run setup:native)",
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
    locator.find = () => addonIn(nativeFolder());
    require('@tensorflow/tfjs-node-gpu');
  } finally {
    locator.find = find;
  }
}

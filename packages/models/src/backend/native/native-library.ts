import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.js';
import type { NativeLibrary } from './wheels.js';
import { nativeLibraries } from './wheels.js';

/** Node-API that the addon is built for: every Node from 18 on has it. */
export const nodeApi = 8;

/** Where the library and the addon are, or would be, by everything that they depend on. */
export function nativeFolder({ wheels }: NativeLibrary): string {
  const { version: tfjs } = addonPackage().manifest;
  const [{ name, version }] = wheels;
  const pins = createHash('sha256').update(JSON.stringify(wheels)).digest('hex').slice(0, 8);
  const key = [name, version, pins, `tfjs-${tfjs}`, `napi-${nodeApi}`, 'linux-x64'];
  return join(cacheFolder(), 'native', key.join('-'));
}

export function addonIn(folder: string): string {
  return join(folder, 'lib', 'tfjs_binding.node');
}

/** Whether {@link installNative} has been here. */
export function isNativeInstalled(backend: NativeLibrary['backend']): boolean {
  return isAddonPackageThere() && existsSync(addonIn(nativeFolder(nativeLibraries[backend])));
}

/** Whether NVIDIA's driver shows a card, on Linux itself or below Windows: without one, its library need not be loaded. */
export function hasNvidiaDevice(): boolean {
  return ['/dev/nvidiactl', '/dev/dxg'].some((device) => existsSync(device));
}

function isAddonPackageThere(): boolean {
  try {
    addonPackage();
    return true;
  } catch {
    return false;
  }
}

/**
 * The npm package whose C++ sources the addon is built from. Without TensorFlow's CUDA library it computes on the
 * processor.
 *
 * @throws Error if it is not installed
 */
export function addonPackage(): { readonly folder: string; readonly manifest: { readonly version: string } } {
  const require = createRequire(import.meta.url);
  try {
    const manifest = require.resolve('@tensorflow/tfjs-node-gpu/package.json');
    return { folder: join(manifest, '..'), manifest: require(manifest) as { version: string } };
  } catch {
    throw new Error(
      'native: the package @tensorflow/tfjs-node-gpu is not there; `npm install --ignore-scripts @tensorflow/tfjs-node-gpu` brings it',
    );
  }
}

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.js';

/** A file of the Python package index: what pip finds under this name and version must have this SHA-256. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
}

/** TensorFlow's C library for processors, and its headers, for Linux on x86-64. */
export const tensorflowWheel: Wheel = {
  name: 'tensorflow-cpu',
  version: '2.18.1',
  sha256: '810c75d7149d2da0cb2092187817b0dcabb80728ca9f9cf3a61f3f42fadd1298',
};

/** Node-API that the addon is built for: every Node from 18 on has it. */
export const nodeApi = 8;

/** Where the library and the addon are, or would be, by everything that they depend on. */
export function nativeFolder({ name, version, sha256 } = tensorflowWheel): string {
  const { version: tfjs } = addonPackage().manifest;
  const key = [name, version, sha256.slice(0, 8), `tfjs-${tfjs}`, `napi-${nodeApi}`, 'linux-x64'];
  return join(cacheFolder(), 'native', key.join('-'));
}

export function addonIn(folder: string): string {
  return join(folder, 'lib', 'tfjs_binding.node');
}

/** Whether {@link installNative} has been here. */
export function isNativeInstalled(): boolean {
  return isAddonPackageThere() && existsSync(addonIn(nativeFolder()));
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

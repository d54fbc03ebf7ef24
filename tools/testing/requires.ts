import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { isNativeInstalled } from '../../packages/models/src/backend/native/native-library.js';

/** What some tests need of the machine, and how to tell whether it is there. */
const found = {
  browser: () => existsSync('/usr/bin/chromium'),
  redis: () => answers('redis-server', '--version'),
  openssl: () => answers('openssl', 'version'),
  python: () => answers('python3', '--version'),
  torch: () => answers('python3', '-c', 'import sklearn, torch'),
  compiler: () => answers('g++', '--version'),
  native: () => isNativeInstalled('native'),
  swiftshader: () => existsSync(swiftShader),
  mlflow: () => answers('mlflow', '--version'),
} as const;

export const chromium = '/usr/bin/chromium';

/** Vulkan on the processor: it lies beside Debian's Chromium. */
const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Makes SwiftShader this process's only graphics adapter, for Dawn, which finds Vulkan by the name of its library. */
export function useSwiftShader(): void {
  Object.assign(process.env, { VK_DRIVER_FILES: swiftShader, VK_ICD_FILENAMES: swiftShader });
  const stayLoaded = constants.dlopen.RTLD_NOW | 0x1000;
  try {
    process.dlopen({ exports: {} }, '/usr/lib/chromium/libvulkan.so.1', stayLoaded);
  } catch {
    // Loaded, though it is no addon of Node.
  }
}

/**
 * Whether the machine lacks `need`, for `describe.skipIf(lacks('browser', 'the report in Chromium'))`. Says in a line
 * what is left out; where `AELAB_REQUIRE` names the need, throws instead.
 */
export function lacks(need: keyof typeof found, what: string): boolean {
  if (found[need]()) return false;
  const required = (process.env['AELAB_REQUIRE'] ?? '').split(',');
  if (required.includes(need))
    throw new Error(`${what}: AELAB_REQUIRE names ${need}, and it is not on this machine`);
  console.warn(`left out: ${what} (no ${need} on this machine)`);
  return true;
}

function answers(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

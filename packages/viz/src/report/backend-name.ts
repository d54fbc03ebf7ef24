import type { BackendBlock } from '../record.js';

export function backendName({ name, accelerator }: BackendBlock): string {
  return accelerator === undefined ? name : `${name} with ${accelerator}`;
}

import { createHash } from 'node:crypto';
import type { Config } from '../config.js';
import { numericsVersion } from './numerics-version.js';

/**
 * The name of everything that a run's figures follow from: its config (with defaults, seed and backend choice), the
 * SHA-256 of each data file, and the numerics version. Keys are sorted, so that the order in which a file states them
 * does not matter.
 *
 * @returns the SHA-256 of their canonical JSON, in hexadecimal, cut to 32 digits
 */
export function contentAddress(config: Config, checksums: Readonly<Record<string, string>>): string {
  const whole = canonicalJson({ config, checksums, numericsVersion });
  return createHash('sha256').update(whole).digest('hex').slice(0, 32);
}

/** JSON with sorted keys and without those that are undefined: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

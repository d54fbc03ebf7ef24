import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what can be made again is kept: `AELAB_CACHE`, else the user's cache folder. */
export function cacheFolder(): string {
  const caches = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return process.env['AELAB_CACHE'] ?? join(caches, 'aelab');
}

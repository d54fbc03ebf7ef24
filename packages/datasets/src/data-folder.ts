import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder that a data set's files are kept in: `AELAB_DATA` if it is set, else `aelab` in the cache folder of the XDG
 * base directory specification, and in it the data set's name.
 */
export function dataFolder(name: string): string {
  const { AELAB_DATA, XDG_CACHE_HOME } = process.env;
  return join(AELAB_DATA ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'aelab'), name);
}

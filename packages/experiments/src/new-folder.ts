import { mkdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from './usage-error.js';

/**
 * Lets `fill` write the files of a new folder, which appears under its name only when it is whole.
 *
 * @param flag - that names the folder, in the message
 * @throws UsageError if the folder exists and is not empty
 */
export async function newFolder<T>(
  folder: string,
  flag: string,
  fill: (draft: string) => Promise<T>,
): Promise<T> {
  const isThere = await stat(folder).catch(() => undefined);
  if (
    isThere &&
    !(await rmdir(folder).then(
      () => true,
      () => false,
    ))
  )
    throw new UsageError(`${flag}: ${folder} already exists; choose another folder`);
  const draft = `${folder}.partial-${process.pid}`;
  try {
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(draft);
    const result = await fill(draft);
    await rename(draft, folder);
    return result;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { verifier } from './checksum.js';
import type { ExpectedFile } from './verified-file.js';

export const temporarySuffix = '.part';

/**
 * Writes a file that must be the expected one: under a name of its own first, and under the final name only when its size
 * and checksum are right and it is on the disk. Whenever the process dies, the final name holds the right file or none.
 *
 * @param content - the file's bytes; reading stops as soon as they are more than expected
 * @throws Error if they are not the expected file
 */
export async function storeFile(
  folder: string,
  file: ExpectedFile,
  content: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<void> {
  const path = join(folder, `${file.name}.${randomUUID()}${temporarySuffix}`);
  try {
    await writeVerified(path, file, content, signal);
    await rename(path, join(folder, file.name));
  } finally {
    await rm(path, { force: true });
  }
}

async function writeVerified(
  path: string,
  file: ExpectedFile,
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { update, finish } = verifier(file.checksum);
  const handle = await open(path, 'wx');
  let size = 0;
  try {
    for await (const piece of content) {
      signal?.throwIfAborted();
      size += piece.length;
      if (size > file.bytes)
        throw new Error(
          `storeFile: ${file.name} is longer than the ${file.bytes} bytes of the official file`,
        );
      update(piece);
      await handle.writeFile(piece);
    }
    if (size !== file.bytes)
      throw new Error(`storeFile: ${file.name} has ${size} bytes; the official file has ${file.bytes}`);
    const { problem } = finish();
    if (problem !== undefined) throw new Error(`storeFile: ${file.name} ${problem}`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

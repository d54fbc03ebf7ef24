import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** The size and SHA-256 that a file must have. */
export interface ExpectedFile {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * The bytes of a file, once its size and SHA-256 are found to be the expected ones.
 *
 * @param caller - the function that the message names
 * @throws Error if the file cannot be read or is not the expected one
 */
export async function readVerified(
  caller: string,
  path: string,
  expected: ExpectedFile,
): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new Error(`${caller}: ${path} cannot be read (${(cause as Error).message})`, { cause });
  });
  if (bytes.length !== expected.bytes)
    throw new Error(
      `${caller}: ${basename(path)} has ${bytes.length} bytes; the official file has ${expected.bytes} (${path})`,
    );
  const sha256 = hash('sha256', bytes);
  if (sha256 !== expected.sha256)
    throw new Error(
      `${caller}: ${basename(path)} has SHA-256 ${sha256}; the official file has ${expected.sha256} (${path})`,
    );
  return bytes;
}

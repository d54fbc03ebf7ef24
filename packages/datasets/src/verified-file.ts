import { open, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { verifier, type Checksum } from './checksum.js';

/** What a file must be. */
export interface ExpectedFile {
  readonly name: string;
  readonly bytes: number;
  readonly checksum: Checksum;
}

/** A file's bytes, and their SHA-256 for the record. */
export interface VerifiedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/**
 * The bytes of a file, once its size and checksum are found to be the expected ones.
 *
 * @param caller - the function that the message names
 * @throws Error if the file cannot be read or is not the expected one
 */
export async function readVerified(
  caller: string,
  folder: string,
  file: ExpectedFile,
): Promise<VerifiedFile> {
  const path = join(folder, file.name);
  const bytes = await readFile(path).catch((cause: unknown) => cannotRead(caller, path, cause));
  if (bytes.length !== file.bytes) wrongSize(caller, path, file, bytes.length);
  const { update, finish } = verifier(file.checksum);
  update(bytes);
  const { sha256, problem } = finish();
  if (problem !== undefined) throw new Error(`${caller}: ${path} ${problem}`);
  return { name: file.name, bytes, sha256 };
}

/**
 * Hands a file out piece by piece, each in the same buffer, and at the end checks its size and checksum: what was made of
 * the pieces may be used only after this has returned.
 *
 * @param pieceBytes - the size of every piece but the last
 * @returns the file's SHA-256, for the record
 * @throws Error if the file cannot be read or is not the expected one
 */
export async function readVerifiedPieces(
  caller: string,
  folder: string,
  file: ExpectedFile,
  pieceBytes: number,
  use: (piece: Uint8Array, offset: number) => void,
): Promise<string> {
  const path = join(folder, file.name);
  const handle = await open(path).catch((cause: unknown) => cannotRead(caller, path, cause));
  try {
    const { size } = await handle.stat();
    if (size !== file.bytes) wrongSize(caller, path, file, size);
    const { update, finish } = verifier(file.checksum);
    for await (const { piece, offset } of pieces(handle, size, new Uint8Array(pieceBytes))) {
      update(piece);
      use(piece, offset);
    }
    const { sha256, problem } = finish();
    if (problem !== undefined) throw new Error(`${caller}: ${path} ${problem}`);
    return sha256;
  } finally {
    await handle.close();
  }
}

async function* pieces(handle: FileHandle, size: number, buffer: Uint8Array) {
  for (let offset = 0; offset < size;) {
    const wanted = Math.min(buffer.length, size - offset);
    const { bytesRead } = await handle.read(buffer, 0, wanted, offset);
    if (bytesRead !== wanted) throw new Error(`read ${bytesRead} bytes at ${offset}; the file had ${size}`);
    yield { piece: buffer.subarray(0, wanted), offset };
    offset += wanted;
  }
}

function cannotRead(caller: string, path: string, cause: unknown): never {
  throw new Error(
    `${caller}: ${path} cannot be read (${(cause as Error).message}); fetch the data set first (aelab datasets fetch)`,
    {
      cause,
    },
  );
}

function wrongSize(caller: string, path: string, { bytes }: ExpectedFile, found: number): never {
  throw new Error(`${caller}: ${path} has ${found} bytes; the official file has ${bytes}`);
}

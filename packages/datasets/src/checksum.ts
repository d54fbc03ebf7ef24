import { createHash } from 'node:crypto';

/** A checksum with its algorithm: the SHA-256 of a file that we have read, or the MD5 that its authors publish. */
export type Checksum = `sha256:${string}` | `md5:${string}`;

/** Takes a file's bytes in any number of pieces and says whether they are the expected ones. */
export interface Verifier {
  readonly update: (bytes: Uint8Array) => void;
  /** The SHA-256 of all the bytes, for the record; `problem` where the checksum is another than expected. */
  readonly finish: () => { readonly sha256: string; readonly problem?: string };
}

export function verifier(expected: Checksum): Verifier {
  const [algorithm, hex] = expected.split(':');
  const sha256 = createHash('sha256');
  const other = algorithm === 'sha256' ? undefined : createHash(algorithm);
  return {
    update: (bytes) => {
      sha256.update(bytes);
      other?.update(bytes);
    },
    finish: () => {
      const digest = sha256.digest('hex');
      const found = other?.digest('hex') ?? digest;
      const problem = `has ${algorithm === 'md5' ? 'MD5' : 'SHA-256'} ${found}; the official file has ${hex}`;
      return found === hex ? { sha256: digest } : { sha256: digest, problem };
    },
  };
}

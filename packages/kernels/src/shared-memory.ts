const importSection = 2;
const memorySection = 5;
const memoryImport = 2;
const hasMaximum = 1;
const isShared = 2;

/**
 * A copy of a WebAssembly module whose memory, imported or its own, is declared as shared between threads: one bit.
 * The code stays as it is; it was compiled for one thread and must run on one at a time.
 *
 * @throws Error if the module has no memory with a maximum
 * @see WebAssembly threads proposal, "Shared linear memory"
 */
export function declareMemoryShared(module: Uint8Array): Uint8Array {
  const copy = module.slice();
  const at = memoryFlags(copy);
  if (at === undefined || !(copy[at] & hasMaximum))
    throw new Error(
      'declareMemoryShared: the module has no memory with a maximum; only such a memory can be shared',
    );
  copy[at] |= isShared;
  return copy;
}

/** Where the flags of the module's only memory stand. */
function memoryFlags(module: Uint8Array): number | undefined {
  const read = reader(module, 8);
  while (read.position() < module.length) {
    const section = read.number();
    const end = read.number() + read.position();
    if (section === memorySection && read.number() > 0) return read.position();
    if (section === importSection) {
      const flags = importedMemoryFlags(read);
      if (flags !== undefined) return flags;
    }
    read.seek(end);
  }
  return undefined;
}

function importedMemoryFlags(read: Reader): number | undefined {
  for (let count = read.number(); count > 0; count--) {
    read.skipName();
    read.skipName();
    const kind = read.number();
    if (kind === memoryImport) return read.position();
    read.skipDescription(kind);
  }
  return undefined;
}

type Reader = ReturnType<typeof reader>;

/** Reads LEB128 numbers, as WebAssembly writes them. */
function reader(bytes: Uint8Array, start: number) {
  let position = start;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[position++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80 || position >= bytes.length) return value >>> 0;
    }
  };
  const limits = () => {
    const flags = number();
    number();
    if (flags & hasMaximum) number();
  };
  return {
    number,
    position: () => position,
    seek: (to: number) => void (position = to),
    skipName() {
      const length = number();
      position += length;
    },
    /** Of an imported function (0), table (1) or global (3). */
    skipDescription(kind: number) {
      number();
      if (kind === 1) limits();
      if (kind === 3) number();
    },
  };
}

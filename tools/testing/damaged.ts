import fc from 'fast-check';

/** The number of inputs that every decoder is tried with. */
export const decoderRuns = 100_000;

/**
 * Any bytes at all, and right files of which some bytes were changed, cut off or added: the first kind seldom gets past a
 * magic number.
 */
export function damaged(files: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const edits = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 });
  const added = fc.oneof(fc.constant(new Uint8Array()), fc.uint8Array({ maxLength: 8 }));
  const altered = fc
    .tuple(fc.constantFrom(...files), edits, fc.nat(), fc.boolean(), added)
    .map(([file, changes, cut, isCut, tail]) => {
      const length = isCut ? cut % (file.length + 1) : file.length;
      const bytes = new Uint8Array(length + tail.length);
      bytes.set(file.subarray(0, length));
      // every other change goes to the first bytes, where the headers are
      for (const [at, value] of changes) bytes[at % (at % 2 === 0 ? length : Math.min(length, 64))] = value;
      bytes.set(tail, length);
      return bytes;
    });
  const anything = fc.uint8Array({ maxLength: 200 });
  return fc.oneof({ weight: 1, arbitrary: anything }, { weight: 3, arbitrary: altered });
}

/**
 * Fails unless a decoder, given any of 100,000 damaged files, gives a result of at most `expansion` bytes per byte of its
 * input, or throws a RangeError whose message begins with the name of one of its functions.
 *
 * @param decode - gives the number of bytes of its result
 */
export async function assertDecodesOrNames(
  decode: (bytes: Uint8Array) => number | Promise<number>,
  files: readonly Uint8Array[],
  names: readonly string[],
  expansion: number,
): Promise<void> {
  const property = fc.asyncProperty(damaged(files), async (bytes) => {
    try {
      const size = await decode(bytes);
      if (size > expansion * bytes.length) throw new Error(`${size} bytes were made of ${bytes.length}`);
    } catch (error) {
      const isNamed = names.some((name) => (error as Error).message.startsWith(`${name}: `));
      if (!(error instanceof RangeError && isNamed)) throw error;
    }
  });
  await fc.assert(property, { numRuns: decoderRuns });
}

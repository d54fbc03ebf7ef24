import { interleave } from './interleave.js';

const side = 96;
export const stl10ImageBytes = 3 * side * side;
const classes = 10;

/**
 * Images `[n, 96, 96, 3]` of an STL-10 image file: per image a red, a green and a blue plane, each column by column. Read
 * row by row, every image would come out mirrored at its diagonal.
 *
 * @throws RangeError if the bytes are no whole number of images
 * @see Coates, Ng and Lee, "STL-10 dataset", section "Overview"
 */
export function decodeStl10Images(bytes: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(bytes.length);
  decodeStl10ImagesInto(bytes, pixels, 0);
  return pixels;
}

/** Decodes whole images to the place `to` of `pixels`. */
export function decodeStl10ImagesInto(bytes: Uint8Array, pixels: Uint8Array, to: number): void {
  if (bytes.length % stl10ImageBytes !== 0)
    throw new RangeError(
      `decodeStl10Images: the file has ${bytes.length} bytes; it must be a whole number of images of ${stl10ImageBytes} (a truncated file)`,
    );
  for (let from = 0; from < bytes.length; from += stl10ImageBytes)
    interleave(bytes, from, pixels, to + from, side, true);
}

/**
 * Labels 0 to 9 of an STL-10 label file, which counts from 1.
 *
 * @throws RangeError if a byte is not 1 to 10
 * @example
 * decodeStl10Labels(Uint8Array.of(1, 10)); // [0, 9]
 */
export function decodeStl10Labels(bytes: Uint8Array): Uint8Array {
  const wrong = bytes.findIndex((label) => label < 1 || label > classes);
  if (wrong >= 0)
    throw new RangeError(`decodeStl10Labels: label ${wrong} is ${bytes[wrong]}; it must be from 1 to 10`);
  return bytes.map((label) => label - 1);
}

// Small files in the official layouts, for tests of the decoders.

/** The bytes of an IDX file of unsigned bytes. */
export function idxFile(shape: readonly number[], values: ArrayLike<number>): Uint8Array {
  const file = new Uint8Array(4 + 4 * shape.length + values.length);
  const view = new DataView(file.buffer);
  file.set([0, 0, 8, shape.length]);
  shape.forEach((size, i) => view.setUint32(4 + 4 * i, size));
  file.set(Array.from(values), 4 + 4 * shape.length);
  return file;
}

/** A pixel that differs between images, colours, rows and columns. */
export function pixelAt(image: number, channel: number, y: number, x: number): number {
  return (image * 71 + channel * 89 + y * 5 + x * 3) % 256;
}

/** The planes of one image as CIFAR-10 (row by row) or STL-10 (column by column) has them. */
function planes(image: number, side: number, columnMajor: boolean): Uint8Array {
  const values = new Uint8Array(3 * side * side);
  let at = 0;
  for (let channel = 0; channel < 3; channel++)
    for (let a = 0; a < side; a++)
      for (let b = 0; b < side; b++)
        values[at++] = columnMajor ? pixelAt(image, channel, b, a) : pixelAt(image, channel, a, b);
  return values;
}

/** The same images with rows of interleaved colours, as every decoder must give them. */
export function expectedPixels(n: number, side: number): Uint8Array {
  const values = new Uint8Array(n * side * side * 3);
  let at = 0;
  for (let image = 0; image < n; image++)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        for (let channel = 0; channel < 3; channel++) values[at++] = pixelAt(image, channel, y, x);
  return values;
}

export function cifarBinaryFile(labels: readonly number[]): Uint8Array {
  return Uint8Array.from(labels.flatMap((label, i) => [label, ...planes(i, 32, false)]));
}

export function stl10ImageFile(n: number): Uint8Array {
  const file = new Uint8Array(n * 27648);
  for (let i = 0; i < n; i++) file.set(planes(i, 96, true), i * 27648);
  return file;
}

/** A Python batch as cPickle's protocol 2 wrote it, with the parts of the official ones. */
export function cifarPickleFile(
  labels: readonly number[],
  parts: { name?: string; rows?: number; fortran?: boolean } = {},
): Uint8Array {
  const { name = 'numpy.core.multiarray\n_reconstruct', rows = labels.length, fortran = false } = parts;
  const data = labels.flatMap((_, i) => [...planes(i, 32, false)]);
  const size = new Uint8Array(new Uint32Array([data.length]).buffer);
  const text = (characters: string) => [...Buffer.from(characters, 'latin1')];
  const string = (characters: string) => [...text('U'), characters.length, ...text(characters)];
  return Uint8Array.from([
    ...[0x80, 2, ...text('}q\x01('), ...string('labels'), ...text(']q\x02(')],
    ...[...labels.flatMap((label) => [...text('K'), label]), ...text('e'), ...string('data')],
    ...[
      ...text(`c${name}\nq\x03cnumpy\nndarray\nq\x04K\x00\x85`),
      ...string('b'),
      0x87,
      ...text('Rq\x05(K\x01'),
    ],
    ...[...text('M'), rows & 255, rows >> 8, ...text('M\x00\x0c\x86cnumpy\ndtype\n'), ...string('u1')],
    ...[
      ...text('K\x00K\x01\x87R(K\x03'),
      ...string('|'),
      ...text('NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb'),
      fortran ? 0x88 : 0x89,
    ],
    ...[...text('T'), ...size, ...data, ...text('tbu.')],
  ]);
}

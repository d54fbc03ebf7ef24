import type { FrequencyTable } from '../entropy/frequency-table.js';
import { isInteger } from '../quantise/quantiser.js';
import type { IntegerQuantiser, Quantiser } from '../quantise/quantiser.js';
import { AelFormatError } from './ael-format-error.js';
import { unzigzag, zigzag } from './bit-stream.js';
import { byteReader } from './byte-reader.js';
import type { ByteReader } from './byte-reader.js';
import { byteWriter } from './byte-writer.js';
import type { ByteWriter } from './byte-writer.js';
import { bytesToHex } from './sha256.js';
import { readTables, writeTables } from './tables.js';

/** Names the decoder that the latents are for. */
export interface DecoderReference {
  /** `integer` decoders give the same pixels on every machine; `float` ones may differ in the last bits. */
  readonly kind: 'float' | 'integer';
  /** SHA-256 of the decoder's bytes, 64 hexadecimal digits. */
  readonly hash: string;
}

/** What an `.ael` file says of its latents. */
export interface LatentsHeader {
  readonly images: number;
  readonly imageShape: readonly [height: number, width: number, channels: number];
  /** One to four sizes, channels last; their product is the latent size. */
  readonly latentShape: readonly number[];
  readonly quantiser: Quantiser;
  /** Of integer latents; empty for float ones. */
  readonly tables: readonly FrequencyTable[];
  readonly decoder: DecoderReference | undefined;
  /** For each image its place in the source; undefined if they are the source's images in the source's order. */
  readonly sourceIndices: Uint32Array | undefined;
  readonly imagesPerBlock: number;
}

/** The most values that one image's latent, and one block, may hold: what a reader must be ready to allocate. */
export const MOST_LATENTS = 2 ** 20;
export const MOST_BLOCK_VALUES = 2 ** 24;
export const MOST_IMAGES = 2 ** 31;
/** A decoder keeps some 20 KB for each table. */
export const MOST_TABLES = 4096;

const PRECISIONS = ['float32', 'float16', 'uniform', 'learned'] as const;
const DECODER_KINDS = [undefined, 'float', 'integer'] as const;

export function product(shape: readonly number[]): number {
  return shape.reduce((size, side) => size * side, 1);
}

export function blockCount({ images, imagesPerBlock }: LatentsHeader): number {
  return Math.ceil(images / imagesPerBlock);
}

/** Images in block `b`. */
export function imagesInBlock({ images, imagesPerBlock }: LatentsHeader, b: number): number {
  return Math.min(imagesPerBlock, images - b * imagesPerBlock);
}

/** The header's bytes; the byte table of `docs/format.md` in code. */
export function writeHeader(header: LatentsHeader): Uint8Array {
  const writer = byteWriter();
  writer.u32(header.images);
  writer.u32(header.imagesPerBlock);
  for (const side of header.imageShape) writer.u16(side);
  writer.u8(header.latentShape.length);
  for (const side of header.latentShape) writer.u32(side);
  writer.u8(DECODER_KINDS.indexOf(header.decoder?.kind));
  if (header.decoder) writer.bytes(hexToBytes(header.decoder.hash));
  writer.u8(header.sourceIndices ? 1 : 0);
  if (header.sourceIndices) writeSourceIndices(writer, header.sourceIndices);
  writer.u8(PRECISIONS.indexOf(header.quantiser.precision));
  if (isInteger(header.quantiser)) writeInteger(writer, header.quantiser, header.tables);
  return writer.finish();
}

function writeInteger(
  writer: ByteWriter,
  { steps, offsets }: IntegerQuantiser,
  tables: readonly FrequencyTable[],
): void {
  writer.u32(steps.length);
  steps.forEach(writer.f32);
  const centred = offsets.every((offset) => offset === 0);
  writer.u32(centred ? 0 : offsets.length);
  if (!centred) offsets.forEach(writer.f32);
  writer.u32(tables.length);
  writer.bytes(writeTables(tables));
}

/** @throws AelFormatError if the bytes are no header that this version knows, to the last bit */
export function readHeader(bytes: Uint8Array): LatentsHeader {
  const reader = byteReader(bytes, 'header');
  const images = inRange('images', reader.u32(), 0, MOST_IMAGES);
  const imagesPerBlock = reader.u32();
  const imageShape = [reader.u16(), reader.u16(), reader.u16()] as const;
  const latentShape = readLatentShape(reader);
  const latentSize = product(latentShape);
  inRange('images per block times latents', imagesPerBlock * latentSize, 1, MOST_BLOCK_VALUES);
  const decoder = readDecoder(reader);
  const sourceIndices = inRange('image order', reader.u8(), 0, 1)
    ? readSourceIndices(reader, images)
    : undefined;
  const precision = PRECISIONS[inRange('precision', reader.u8(), 0, PRECISIONS.length - 1)];
  const coding =
    precision === 'uniform' || precision === 'learned'
      ? readInteger(reader, precision, latentSize)
      : { quantiser: { precision }, tables: [] };
  if (reader.remaining() > 0)
    throw new AelFormatError(`header: ${reader.remaining()} bytes are left over behind its end`);
  return { images, imagesPerBlock, imageShape, latentShape, decoder, sourceIndices, ...coding };
}

function readLatentShape(reader: ByteReader): number[] {
  const rank = inRange('latent shape: its rank', reader.u8(), 1, 4);
  const shape = Array.from({ length: rank }, reader.u32);
  inRange('latent shape: its size', product(shape), 1, MOST_LATENTS);
  return shape;
}

function readDecoder(reader: ByteReader): DecoderReference | undefined {
  const kind = DECODER_KINDS[inRange('decoder kind', reader.u8(), 0, DECODER_KINDS.length - 1)];
  return kind && { kind, hash: bytesToHex(reader.bytes(32)) };
}

function readInteger(reader: ByteReader, precision: IntegerQuantiser['precision'], latentSize: number) {
  const steps = readFloats(reader, divisor('steps', reader.u32(), latentSize));
  if (!steps.every((step) => step > 0 && step < Infinity))
    throw new AelFormatError('header: a step is not positive and finite');
  const offsetCount = reader.u32();
  const offsets =
    offsetCount === 0 ? new Float32Array(1) : readFloats(reader, divisor('offsets', offsetCount, latentSize));
  if (!offsets.every(Number.isFinite) || (offsetCount > 0 && offsets.every((offset) => offset === 0)))
    throw new AelFormatError('header: offsets are not finite, or listed and all 0');
  const tableCount = divisor('tables', inRange('tables', reader.u32(), 1, MOST_TABLES), latentSize);
  const tables = readTables(reader.bytes(reader.remaining()), tableCount);
  return { quantiser: { precision, steps, offsets }, tables };
}

function readFloats(reader: ByteReader, count: number): Float32Array {
  if (4 * count > reader.remaining())
    throw new AelFormatError(`header: it lists ${count} numbers and ends before them`);
  return Float32Array.from({ length: count }, reader.f32);
}

function divisor(what: string, count: number, latentSize: number): number {
  if (count === 0 || latentSize % count !== 0)
    throw new AelFormatError(
      `header: it has ${count} ${what} for ${latentSize} latents; the count must divide them`,
    );
  return count;
}

function inRange(what: string, value: number, least: number, most: number): number {
  if (!(value >= least && value <= most))
    throw new AelFormatError(`header: ${what} is ${value}; it must be ${least} to ${most}`);
  return value;
}

/** Each as its distance from the one after its predecessor, so that neighbours take one byte. */
function writeSourceIndices(writer: ByteWriter, indices: Uint32Array): void {
  let expected = 0;
  for (const index of indices) {
    writer.varint(zigzag(index - expected));
    expected = index + 1;
  }
}

function readSourceIndices(reader: ByteReader, images: number): Uint32Array {
  if (images > reader.remaining())
    throw new AelFormatError(`header: it lists ${images} source indices and ends before them`);
  let expected = 0;
  return Uint32Array.from({ length: images }, () => {
    const index = inRange('source index', expected + unzigzag(reader.varint()), 0, MOST_IMAGES - 1);
    expected = index + 1;
    return index;
  });
}

function hexToBytes(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

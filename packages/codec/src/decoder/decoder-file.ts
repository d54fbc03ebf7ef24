import { AelFormatError } from '../format/ael-format-error.js';
import { byteReader } from '../format/byte-reader.js';
import type { ByteReader } from '../format/byte-reader.js';
import { byteWriter } from '../format/byte-writer.js';
import type { ByteWriter } from '../format/byte-writer.js';
import { crc32c } from '../format/crc32c.js';
import { MOST_LATENTS, product } from '../format/header.js';
import { KNOTS } from './activation.js';
import { weightsPerOutput } from './decoder-layer.js';
import type { Geometry, Size } from './decoder-layer.js';
import type { Upsampling } from './float-decoder.js';
import { GREATEST_PRODUCT, MOST_SHIFT, greatestSum } from './integer-decoder.js';
import type { IntegerDecoder, IntegerStep, IntegerSums } from './integer-decoder.js';

/** `\x89AED` */
const MAGIC = Uint8Array.of(0x89, 0x41, 0x45, 0x44);
const VERSION = 1;
const KINDS = ['dense', 'conv2d', 'conv2dTranspose', 'upsample'] as const;
const TABLE = 2;

/** What a reader must be ready for: values of one step, and multiplications for one image. */
const MOST_VALUES = 2 ** 22;
const MOST_PRODUCTS = 2 ** 31;

/** The bytes of an integer decoder; their SHA-256 is the decoder's name in `.ael` files. See docs/integer-decoder.md. */
export function writeIntegerDecoder(decoder: IntegerDecoder): Uint8Array<ArrayBuffer> {
  const writer = byteWriter();
  writer.bytes(MAGIC);
  writer.u32(VERSION);
  writer.u32(decoder.latentSize);
  decoder.imageShape.forEach(writer.u16);
  writer.u8(decoder.latentBits + 128);
  writer.u32(decoder.pixel.multiplier);
  writer.i64(decoder.pixel.offset);
  writer.u8(decoder.pixel.shift);
  writer.u16(decoder.steps.length);
  for (const step of decoder.steps) {
    if ('factors' in step) writeUpsampling(writer, step);
    else writeSums(writer, step);
  }
  const body = writer.finish();
  writer.u32(crc32c(body));
  return writer.finish();
}

function writeUpsampling(writer: ByteWriter, { input, factors }: Upsampling): void {
  writer.u8(KINDS.indexOf('upsample'));
  input.forEach(writer.u32);
  factors.forEach(writer.u8);
}

function writeSums(writer: ByteWriter, { geometry, ...step }: IntegerSums): void {
  writer.u8(KINDS.indexOf(geometry.kind));
  geometry.input.forEach(writer.u32);
  geometry.output.forEach(writer.u32);
  for (const pair of [geometry.kernelSize, geometry.strides, geometry.overhang]) pair.forEach(writer.u8);
  writer.u8(step.weightBytes);
  writer.u8(step.activation === 'linear' ? 0 : step.activation === 'relu' ? 1 : TABLE);
  step.bias.forEach(writer.u32);
  writer.bytes(step.multipliers);
  writer.bytes(step.shifts);
  step.weights.forEach(step.weightBytes === 1 ? writer.u8 : writer.u16);
  if (typeof step.activation === 'object') step.activation.forEach(writer.u16);
}

/**
 * The integer decoder that {@link writeIntegerDecoder} wrote, proven safe: no sum of it can leave what binary64 holds
 * exactly, whatever the latents.
 *
 * @throws AelFormatError if the bytes are damaged, cut short, or no such decoder
 */
export function readIntegerDecoder(bytes: Uint8Array): IntegerDecoder {
  const body = byteReader(bytes, 'integer decoder');
  const reader = byteReader(body.bytes(Math.max(0, bytes.length - 4)), 'integer decoder');
  if (MAGIC.some((byte) => reader.u8() !== byte)) fail('it does not begin as one');
  if (reader.u32() !== VERSION) fail(`its version is not ${VERSION}`);
  if (body.u32() !== crc32c(bytes.subarray(0, -4))) fail('it is damaged (CRC-32C)');
  const latentSize = limited('latents', reader.u32(), 1, MOST_LATENTS);
  const imageShape = [reader.u16(), reader.u16(), reader.u16()] as const;
  const latentBits = reader.u8() - 128;
  const pixel = readPixel(reader);
  const steps = Array.from({ length: reader.u16() }, () => readStep(reader));
  assertChained(latentSize, steps, imageShape);
  if (reader.remaining() > 0) fail(`${reader.remaining()} bytes are left over behind its end`);
  return { latentSize, imageShape, latentBits, steps, pixel };
}

function readPixel(reader: ByteReader): IntegerDecoder['pixel'] {
  const multiplier = limited('pixel multiplier', reader.u32(), 0, 2 ** 24);
  const offset = limited('pixel offset', reader.i64(), -(2 ** 51), 2 ** 51);
  return { multiplier, offset, shift: limited('pixel shift', reader.u8(), 0, MOST_SHIFT) };
}

function readStep(reader: ByteReader): IntegerStep {
  const kind = KINDS[limited('step kind', reader.u8(), 0, KINDS.length - 1)];
  const input = readSize(reader);
  if (kind !== 'upsample') return readSums(reader, kind, input);
  const factors = [limited('factor', reader.u8(), 1, 255), limited('factor', reader.u8(), 1, 255)] as const;
  limited('step values', product(input) * product(factors), 1, MOST_VALUES);
  return { input, factors };
}

function readSize(reader: ByteReader): Size {
  const size = [reader.u32(), reader.u32(), reader.u32()] as const;
  limited('step values', product(size), 1, MOST_VALUES);
  return size;
}

function readGeometry(reader: ByteReader, kind: Geometry['kind'], input: Size): Geometry {
  const output = readSize(reader);
  const kernelSize = [
    limited('kernel', reader.u8(), 1, 255),
    limited('kernel', reader.u8(), 1, 255),
  ] as const;
  const strides = [limited('stride', reader.u8(), 1, 255), limited('stride', reader.u8(), 1, 255)] as const;
  const geometry = {
    kind,
    input,
    output,
    kernelSize,
    strides,
    overhang: [reader.u8(), reader.u8()] as const,
  };
  limited('multiplications', product(output) * weightsPerOutput(geometry), 1, MOST_PRODUCTS);
  return geometry;
}

function readSums(reader: ByteReader, kind: Geometry['kind'], input: Size): IntegerSums {
  const geometry = readGeometry(reader, kind, input);
  const outputs = geometry.output[2];
  const weightBytes = limited('bytes of a weight', reader.u8(), 1, 2) === 1 ? 1 : 2;
  const activation = limited('activation', reader.u8(), 0, TABLE);
  const bias = signed(reader, outputs, 4);
  const multipliers = reader.bytes(outputs).slice();
  const shifts = reader.bytes(outputs).slice();
  const weights = Float32Array.from(signed(reader, outputs * weightsPerOutput(geometry), weightBytes));
  const step: IntegerSums = {
    ...{ geometry, weightBytes, weights, bias, multipliers, shifts },
    activation:
      activation === TABLE ? Int16Array.from(signed(reader, KNOTS, 2)) : activation ? 'relu' : 'linear',
  };
  assertExact(step);
  return step;
}

/** Whole numbers of 1, 2 or 4 bytes, two's complement. */
function signed(reader: ByteReader, count: number, width: 1 | 2 | 4): Float64Array {
  const bytes = reader.bytes(count * width);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = {
    1: (at: number) => view.getInt8(at),
    2: (at: number) => view.getInt16(at, true),
    4: (at: number) => view.getInt32(at, true),
  }[width];
  return Float64Array.from({ length: count }, (_, i) => read(i * width));
}

/** Proves that no sum times its multiplier reaches 2⁵², whatever the inputs. */
function assertExact({ weights, bias, multipliers, shifts }: IntegerSums): void {
  const perOutput = weights.length / bias.length;
  for (let o = 0; o < bias.length; o++) {
    const sum = greatestSum(weights.subarray(o * perOutput, (o + 1) * perOutput), bias[o]);
    limited('the greatest sum times its multiplier', sum * multipliers[o], 0, GREATEST_PRODUCT - 1);
    limited('shift', shifts[o], 0, MOST_SHIFT);
  }
}

/** Checks that each step takes as many values as the one before it makes. */
function assertChained(latentSize: number, steps: readonly IntegerStep[], imageShape: Size): void {
  let size = latentSize;
  for (const step of steps) {
    const [takes, makes] =
      'factors' in step
        ? [product(step.input), product(step.input) * product(step.factors)]
        : [product(step.geometry.input), product(step.geometry.output)];
    if (takes !== size) fail(`a step takes ${takes} values and is given ${size}`);
    size = makes;
  }
  if (size !== product(imageShape))
    fail(`it makes ${size} values for images of shape [${imageShape.join(',')}]`);
}

function limited(what: string, value: number, least: number, most: number): number {
  if (!(value >= least && value <= most)) fail(`${what}: ${value}; it must be ${least} to ${most}`);
  return value;
}

function fail(why: string): never {
  throw new AelFormatError(`integer decoder: ${why}`);
}

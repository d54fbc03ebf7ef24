import { encodeNpz } from '@aelab/images';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { saveHalf } from '../save-autoencoder.js';
import { layersToOnnx } from './layers-to-onnx.js';
import type { Precision } from './onnx-graph.js';

export const exportFormats = ['tfjs', 'onnx', 'keras-npz'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportOptions {
  readonly format: ExportFormat;
  /** Of the stored weights; `float32` by default. Computing stays in float32. */
  readonly precision?: Precision;
}

/**
 * Writes a layers model, one half of an autoencoder as a rule, for other tools: `tfjs` as a folder with `model.json` and
 * `weights.bin`; `onnx` as one file (opset 17); `keras-npz` as one NumPy archive with an array `layer/kernel` and
 * `layer/bias` for each layer, in the layers' order and in the shapes that Keras's `set_weights` takes.
 *
 * All of them take and give images as `[batch, height, width, channels]` in [0, 1].
 *
 * @param target - the folder (`tfjs`) or the file
 * @returns bytes of all that was written: what a receiver needs once
 * @throws RangeError if a layer has no ONNX form, or a weight is beyond float16
 */
export async function exportModel(
  model: LayersModel,
  target: string,
  { format, precision = 'float32' }: ExportOptions,
): Promise<number> {
  if (format === 'tfjs') {
    await saveHalf(model, target, precision);
    return folderSize(target);
  }
  const bytes = await (format === 'onnx' ? layersToOnnx(model, precision) : layersToNpz(model, precision));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, bytes);
  return bytes.length;
}

async function layersToNpz(model: LayersModel, precision: Precision): Promise<Uint8Array> {
  const arrays = await Promise.all(
    model.weights.map(async (weight) => {
      const value = weight.read();
      return [weight.originalName, { data: await value.data<'float32'>(), shape: value.shape }] as const;
    }),
  );
  return encodeNpz(Object.fromEntries(arrays), { float16: precision === 'float16' });
}

async function folderSize(folder: string): Promise<number> {
  const files = await readdir(folder);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

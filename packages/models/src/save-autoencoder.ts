import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toFloat16Bits } from '@aelab/images';
import { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import type { Autoencoder } from './autoencoder.js';
import { joinHalves } from './autoencoder.js';
import { sizeOf } from './layer-stack.js';
import type { Objective } from './objectives/objective.js';
import { objectiveFrom } from './objectives/objectives.js';
import { readState, writeState } from './training/state.js';

/** What two halves alone do not say. */
interface Extras {
  readonly tied?: Autoencoder['tied'];
  readonly objective?: {
    readonly settings: Objective['settings'];
    /** Values of the objective's own variables, one list each. */
    readonly state: readonly (readonly number[])[];
  };
}

/**
 * Writes an autoencoder's halves apart, `folder/encoder` and `folder/decoder`, each in the TensorFlow.js layers format
 * (`model.json`, `weights.bin`), so that a decoder can travel alone. What its kind adds is in `folder/autoencoder.json`.
 *
 * @param folder - created if absent; files of these names are replaced
 */
export async function saveAutoencoder(autoencoder: Autoencoder, folder: string): Promise<void> {
  const { encoder, decoder, tied, objective } = autoencoder;
  await saveHalf(encoder, join(folder, 'encoder'));
  await saveHalf(decoder, join(folder, 'decoder'));
  const state = (await readState(objective?.state ?? [])).map((values) => Array.from(values));
  const extras: Extras = { tied, ...(objective && { objective: { settings: objective.settings, state } }) };
  await writeFile(join(folder, 'autoencoder.json'), JSON.stringify(extras));
}

/**
 * The autoencoder that {@link saveAutoencoder} wrote: the same weights byte for byte, ready for use on the backend
 * selected.
 *
 * @throws Error if a file is missing or its weights are cut short
 */
export async function loadAutoencoder(folder: string): Promise<Autoencoder> {
  const halves = joinHalves(await loadHalf(join(folder, 'encoder')), await loadHalf(join(folder, 'decoder')));
  const { tied, objective } = await readExtras(folder);
  const base = { ...halves, ...(tied && { tied }) };
  if (!objective) return base;
  const made = objectiveFrom(base, objective.settings);
  writeState(
    made.state,
    objective.state.map((values) => Float32Array.from(values)),
  );
  return { ...base, objective: made };
}

/** Halves of another origin have none. */
async function readExtras(folder: string): Promise<Extras> {
  try {
    return JSON.parse(await readFile(join(folder, 'autoencoder.json'), 'utf8')) as Extras;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/**
 * Writes one half, or any layers model, as `folder/model.json` and `folder/weights.bin`.
 *
 * @param precision - `float16` halves the file and rounds the weights; computing stays in float32
 */
export async function saveHalf(
  half: LayersModel,
  folder: string,
  precision: 'float32' | 'float16' = 'float32',
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await half.save(
    io.withSaveHandler(async (artifacts) => {
      const {
        modelTopology,
        format = 'layers-model',
        generatedBy,
        convertedBy = null,
        weightSpecs = [],
      } = artifacts;
      const weights = weightSpecs.map((spec) => (precision === 'float16' ? asHalves(spec) : spec));
      const weightsManifest = [{ paths: ['weights.bin'], weights }];
      const json = { modelTopology, format, generatedBy, convertedBy, weightsManifest };
      const values = io.CompositeArrayBuffer.join(artifacts.weightData);
      await writeFile(
        join(folder, 'weights.bin'),
        precision === 'float16' ? bytesOf(toFloat16Bits(new Float32Array(values))) : new Uint8Array(values),
      );
      await writeFile(join(folder, 'model.json'), JSON.stringify(json));
      return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
    }),
  );
}

function asHalves(spec: io.WeightsManifestEntry): io.WeightsManifestEntry {
  return { ...spec, quantization: { dtype: 'float16' } };
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/**
 * One half alone, or any layers model, from the folder that holds its `model.json`: written by {@link saveHalf}, by
 * TensorFlow.js, or by its converter from a Keras model.
 *
 * @throws Error if a file is missing, the weights are cut short, or the model is no layers model
 */
export async function loadHalf(folder: string): Promise<LayersModel> {
  const json = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as io.ModelJSON;
  if (json.format === 'graph-model')
    throw new Error(
      `loadHalf: ${folder} holds a graph model, whose layers are gone; convert the Keras model to a layers model (tensorflowjs_converter --output_format=tfjs_layers_model)`,
    );
  const groups = json.weightsManifest;
  const weightSpecs = groups.flatMap((group) => group.weights);
  const needed = weightSpecs.reduce((bytes, spec) => bytes + storedBytes(spec), 0);
  const files = await Promise.all(
    groups.flatMap(({ paths }) => paths).map((path) => readFile(join(folder, path))),
  );
  const weights = Buffer.concat(files);
  if (weights.length !== needed)
    throw new Error(
      `loadHalf: the weights in ${folder} have ${weights.length} bytes; model.json needs ${needed}`,
    );
  const weightData = weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length);
  return loadLayersModel(io.fromMemory({ modelTopology: json.modelTopology, weightSpecs, weightData }));
}

const bytesPerValue: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  float16: 2,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

function storedBytes({ dtype, quantization, shape }: io.WeightsManifestEntry): number {
  return sizeOf(shape) * bytesPerValue[quantization?.dtype ?? dtype];
}

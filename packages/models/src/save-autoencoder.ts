import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import type { Autoencoder } from './autoencoder.js';
import { joinHalves } from './autoencoder.js';
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

/** Writes one half, or any layers model, as `folder/model.json` and `folder/weights.bin`. */
export async function saveHalf(half: LayersModel, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await half.save(
    io.withSaveHandler(async (artifacts) => {
      const weights = new Uint8Array(io.CompositeArrayBuffer.join(artifacts.weightData));
      const {
        modelTopology,
        format = 'layers-model',
        generatedBy,
        convertedBy = null,
        weightSpecs = [],
      } = artifacts;
      const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      const json = { modelTopology, format, generatedBy, convertedBy, weightsManifest };
      await writeFile(join(folder, 'weights.bin'), weights);
      await writeFile(join(folder, 'model.json'), JSON.stringify(json));
      return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
    }),
  );
}

/** One half alone, from the folder that holds its `model.json`. */
export async function loadHalf(folder: string): Promise<LayersModel> {
  const json = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as io.ModelJSON;
  const weights = await readFile(join(folder, 'weights.bin'));
  const weightSpecs = json.weightsManifest.flatMap((group) => group.weights);
  const needed = weightSpecs.reduce((bytes, { shape }) => bytes + 4 * shape.reduce((a, b) => a * b, 1), 0);
  if (weights.length !== needed)
    throw new Error(
      `loadHalf: ${join(folder, 'weights.bin')} has ${weights.length} bytes; model.json needs ${needed}`,
    );
  const weightData = weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length);
  return loadLayersModel(io.fromMemory({ modelTopology: json.modelTopology, weightSpecs, weightData }));
}

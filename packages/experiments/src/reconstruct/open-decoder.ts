import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decode, layersDecoder, onnxDecoder, selectBackend, type Latents } from '@aelab/models';
import type { ImageBatch } from '@aelab/images';
import { assertNotKeras } from '../evaluation/codec-module.js';
import { openRun } from '../run/open-run.js';
import { runFiles } from '../run/run-folder.js';
import { UsageError } from '../usage-error.js';

/**
 * The decoder at a path: of a run, or alone, as a folder with a `model.json` or as an ONNX file.
 *
 * @throws UsageError if there is none
 */
export async function openDecoder(source: string): Promise<(latents: Latents) => Promise<ImageBatch>> {
  assertNotKeras(source);
  try {
    if (source.endsWith('.onnx')) return await onnxDecoder(source);
    if (await isThere(join(source, runFiles.record))) {
      const { model } = await openRun(source);
      return (latents) => decode(model, latents);
    }
    await selectBackend('auto');
    return await layersDecoder(source);
  } catch (error) {
    throw new UsageError(
      `reconstruct: ${source} cannot be read (${(error as Error).message}); name a run's folder, a folder with a model.json or an ONNX file`,
    );
  }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

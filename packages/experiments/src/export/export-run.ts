import { join } from 'node:path';
import { exportModel, type ExportOptions } from '@aelab/models';
import { newFolder } from '../new-folder.js';
import { openRun } from '../run/open-run.js';

export type Half = 'encoder' | 'decoder';

export interface ExportedHalf {
  readonly half: Half;
  readonly path: string;
  /** All that was written of it. */
  readonly bytes: number;
  readonly parameters: number;
}

export interface ExportedRun {
  readonly halves: readonly ExportedHalf[];
  /** What happens between the halves and is in neither: the kind of the run's objective. */
  readonly between?: string;
}

const extensions = { tfjs: '', onnx: '.onnx', 'keras-npz': '.npz' } as const;

/**
 * Writes halves of a run's model for other tools, into a new folder: `encoder` and `decoder`, with the format's
 * extension.
 *
 * @throws UsageError if the folder holds no finished run, or the new one exists
 */
export async function exportRun(
  folder: string,
  halves: readonly Half[],
  out: string,
  options: ExportOptions,
): Promise<ExportedRun> {
  const { model } = await openRun(folder);
  const exported = await newFolder(out, 'out', async (draft) => {
    const written: ExportedHalf[] = [];
    for (const half of halves) {
      const name = half + extensions[options.format];
      const bytes = await exportModel(model[half], join(draft, name), options);
      written.push({ half, path: join(out, name), bytes, parameters: model[half].countParams() });
    }
    return written;
  });
  return { halves: exported, ...(model.objective?.code && { between: model.objective.settings.type }) };
}

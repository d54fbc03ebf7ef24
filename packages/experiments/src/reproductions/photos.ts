import { readdir } from 'node:fs/promises';
import { dataFolder } from '@aelab/datasets';

/** 96×96 crops of a person's own photographs, on a grid, photographs kept whole in the split. */
const crops = { type: 'folder', height: 96, width: 96, channels: 3, fit: 'grid-crop' } as const;

/**
 * Colour photographs of 96×96: STL-10 where its files are, else crops from the folder `photos` in the data folder.
 *
 * @returns the `dataset` of a config; nothing where there is neither
 */
export async function photosDataset() {
  const has = async (name: string) => (await readdir(dataFolder(name)).catch(() => [])).length > 0;
  if (await has('stl-10')) return 'stl-10';
  return (await has('photos')) ? { ...crops, path: dataFolder('photos') } : undefined;
}

import { imageGrid, latentMosaics, type ChartOptions } from '@aelab/viz';
import { images, json } from '../load.js';

const { shape, values } = json<{ shape: number[]; values: number[] }>('cae-latents');
const rows = [
  { label: 'Original', images: images('cae-originals') },
  { label: 'Latent', images: latentMosaics(values, shape) },
  { label: 'Reconstruction', images: images('cae-reconstructions') },
];
const title = `Photographs, the ${shape[2]} channels of their latents, and what is decoded`;
export default (options: ChartOptions) => imageGrid(rows, { ...options, title });

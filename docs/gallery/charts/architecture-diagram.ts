import { architectureDiagram, type ChartOptions } from '@aelab/viz';

const layers = [
  { name: 'input', shape: [28, 28, 1], parameters: 0 },
  { name: 'dense', shape: [128], parameters: 100_480 },
  { name: 'latent', shape: [32], parameters: 4_128, latent: true },
  { name: 'dense', shape: [128], parameters: 4_224 },
  { name: 'dense', shape: [784], parameters: 101_136 },
];
export default (options: ChartOptions) => architectureDiagram(layers, options);

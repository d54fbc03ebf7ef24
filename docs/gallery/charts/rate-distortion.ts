import { rateDistortion, type ChartOptions } from '@aelab/viz';

// MNIST test images: bytes per image and MSE, as measured with Pillow 13.0.0 and an ideal PCA codec.
const psnr = ([bytes, mse]: readonly number[]) => ({ x: (8 * bytes) / 784, y: 10 * Math.log10(1 / mse) });
const webp = [
  [99.7, 0.00513],
  [135.7, 0.00162],
  [148, 0.00121],
  [204.9, 0.00023],
];
const pca = [
  [8.15, 0.01757],
  [14.6, 0.01067],
  [28.6, 0.00547],
  [49.1, 0.00298],
  [106.1, 0.00079],
];
const curves = [
  { name: 'WebP, whole files', points: webp.map(psnr) },
  { name: 'PCA codec, ideal code length', points: pca.map(psnr), rival: true },
];
export default (options: ChartOptions) => rateDistortion(curves, options);

export { denoisingGain, psnrGain } from './denoising.js';
export type { DenoisingGain } from './denoising.js';
export { gaussianFilter, medianFilter } from './filters.js';
export { outOfDistribution } from './out-of-distribution.js';
export type { OutOfDistribution } from './out-of-distribution.js';

export { fitPca, fitPcaToStream, fitSvd } from './fit-pca.js';
export type { Pca, Svd } from './fit-pca.js';
export { componentCount, pcaDecode, pcaEncode, pcaErrorCurve } from './linear-basis.js';
export type { LinearBasis } from './linear-basis.js';
export { decodePca, encodePca } from './pca-file.js';

export { compressedSize, compressorPoint } from './byte-compressor.js';
export type { ByteCompressor } from './byte-compressor.js';
export { imageFormatCopies, imageFormatPoint } from './image-format.js';
export type { ImageFormat } from './image-format.js';
export { pcaCodecPoint } from './pca-codec.js';
export type { PcaCodecSettings } from './pca-codec.js';
export { bdRateOf, curveFromJson, curveToJson, rateCurve } from './rate-curve.js';
export type { PublishedCurve } from './rate-curve.js';
export type { RatePoint } from './rate-point.js';

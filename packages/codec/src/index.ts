export { AelFormatError } from './format/ael-format-error.js';
export { crc32c } from './format/crc32c.js';
export { fromFloat16Bits, toFloat16Bits } from './format/float16.js';
export { fileSizes, openLatents } from './format/open-latents.js';
export type { FileSizes, LatentsFile } from './format/open-latents.js';
export { damagedBlocks, readLatents, readLevels } from './format/read-latents.js';
export { latentsWriter, writeLatents } from './format/write-latents.js';
export type { LatentsContent, LatentsDescription, LatentsWriter } from './format/write-latents.js';
export type { DecoderReference, LatentsHeader } from './format/header.js';
export { fitTables } from './entropy/frequency-table.js';
export type { FrequencyTable } from './entropy/frequency-table.js';
export { dequantise, quantise, uniformQuantiser } from './quantise/quantiser.js';
export type { FloatQuantiser, IntegerQuantiser, Quantiser } from './quantise/quantiser.js';
export { logisticTables } from './entropy/logistic-tables.js';
export { bitsOfLevel, codeLength } from './entropy/code-length.js';
export { chooseLevels } from './quantise/choose-levels.js';
export { refineLevels } from './quantise/refine-levels.js';
export type { Refinement } from './quantise/refine-levels.js';
export { quantisationError } from './quantise/quantisation-error.js';
export type { QuantisationError } from './quantise/quantisation-error.js';
export { stepForDistortion, stepForSize } from './quantise/search-step.js';
export { latentSensitivities } from './quantise/sensitivities.js';
export type { Decode } from './quantise/sensitivities.js';
export { accountFor } from './account/account-for.js';
export type { Account } from './account/account-for.js';
export { amortisedBytes, decoderBytes } from './account/decoder-bytes.js';
export { latentsToText, textToLatents } from './text/latents-text.js';
export { shortestDecimal } from './text/shortest-decimal.js';
export { sha256 } from './format/sha256.js';
export type { Activation } from './decoder/activation.js';
export type {
  ConvolutionLayer,
  DecoderLayer,
  DenseLayer,
  ReshapeLayer,
  UpsampleLayer,
} from './decoder/decoder-layer.js';
export { decodeFloat } from './decoder/float-decoder.js';
export { decodeInteger } from './decoder/integer-decoder.js';
export type { IntegerDecoder } from './decoder/integer-decoder.js';
export { exportIntegerDecoder } from './decoder/export-integer-decoder.js';
export type { IntegerExport } from './decoder/export-integer-decoder.js';
export { readIntegerDecoder, writeIntegerDecoder } from './decoder/decoder-file.js';

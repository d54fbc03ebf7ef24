import { isInteger } from '../quantise/quantiser.js';
import { PRECISION } from '../entropy/rans.js';
import { FLOAT_BYTES } from './floats-block.js';
import { product } from './header.js';
import type { LatentsHeader } from './header.js';

/**
 * Bytes without which no block can hold so many images: told before anything is allocated for them.
 *
 * Float values take what they take. A level takes at least half of the bits of its table's likeliest symbol: rounding of
 * the coder's state saves an eighth of them at the very most.
 */
export function leastPayload({ quantiser, tables, latentShape }: LatentsHeader, images: number): number {
  const latentSize = product(latentShape);
  if (!isInteger(quantiser)) return images * latentSize * FLOAT_BYTES[quantiser.precision];
  const bits = tables.reduce((sum, table) => sum + PRECISION - Math.log2(Math.max(...table.frequencies)), 0);
  return Math.floor((images * (latentSize / tables.length) * bits) / 16);
}

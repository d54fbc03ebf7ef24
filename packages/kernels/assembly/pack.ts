// Copying matrices into the order in which tiles read them: panels of 8 columns, or of 4 rows, side by side per depth.
import { Pointer, floats, least, load4, store4 } from './simd';

/** A panel of 8 columns; zeros where there are fewer. Steps in floats: `down` from depth to depth, `right` sideways. */
export function packPanel8(panel: Pointer, source: Pointer, depths: i32, down: i32, right: i32, width: i32): void {
  const apart = floats(right);
  if (width >= 8 && right == 1) copy8(panel, source, depths, floats(down));
  else if (width >= 8 && down == 1) {
    const second = source + 4 * apart;
    interleave4(panel, 32, source, source + apart, source + 2 * apart, source + 3 * apart, depths);
    interleave4(panel + 16, 32, second, second + apart, second + 2 * apart, second + 3 * apart, depths);
  } else gather(panel, source, depths, floats(down), apart, least(width, 8), 8);
}

/** A panel of 4 columns. */
export function packPanel4(panel: Pointer, source: Pointer, depths: i32, down: i32, right: i32, width: i32): void {
  const apart = floats(right);
  if (width >= 4 && right == 1) copy4(panel, source, depths, floats(down));
  else if (width >= 4 && down == 1)
    interleave4(panel, 16, source, source + apart, source + 2 * apart, source + 3 * apart, depths);
  else gather(panel, source, depths, floats(down), apart, least(width, 4), 4);
}

function copy8(panel: Pointer, source: Pointer, depths: i32, step: usize): void {
  for (let k = 0; k < depths; k++, panel += 32, source += step) {
    store4(panel, load4(source));
    v128.store(panel, v128.load(source, 16, 4), 16, 4);
  }
}

function copy4(panel: Pointer, source: Pointer, depths: i32, step: usize): void {
  for (let k = 0; k < depths; k++, panel += 16, source += step) store4(panel, load4(source));
}

/** Any steps, and panels that the matrix does not fill. */
function gather(
  panel: Pointer, source: Pointer, depths: i32, down: usize, right: usize, present: i32, width: i32,
): void {
  for (let k = 0; k < depths; k++, source += down)
    for (let j = 0; j < width; j++, panel += 4)
      store<f32>(panel, j < present ? load<f32>(source + <usize>j * right) : 0);
}

/**
 * Four series of floats become groups of four, `step` bytes apart: a 4 × 4 transposition at a time. Up to three floats
 * beyond the end of each series are read, and not used.
 */
export function interleave4(
  panel: Pointer, step: usize, s0: Pointer, s1: Pointer, s2: Pointer, s3: Pointer, length: i32,
): void {
  for (let i = 0; i < length; i += 4) {
    const v0 = load4(s0), v1 = load4(s1), v2 = load4(s2), v3 = load4(s3);
    const low01 = v128.shuffle<f32>(v0, v1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(v0, v1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(v2, v3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(v2, v3, 2, 6, 3, 7);
    const left = length - i;
    store4(panel, v128.shuffle<f64>(low01, low23, 0, 2));
    if (left > 1) store4(panel + step, v128.shuffle<f64>(low01, low23, 1, 3));
    if (left > 2) store4(panel + 2 * step, v128.shuffle<f64>(high01, high23, 0, 2));
    if (left > 3) store4(panel + 3 * step, v128.shuffle<f64>(high01, high23, 1, 3));
    panel += 4 * step;
    s0 += 16;
    s1 += 16;
    s2 += 16;
    s3 += 16;
  }
}

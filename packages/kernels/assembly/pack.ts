// Copying matrices into the order in which tiles read them.
import { Pointer, load4, store4 } from './simd';

/** Four series, each contiguous and `apart` bytes from the last, become groups of four: a 4 × 4 transposition at a time. */
export function interleave4(panel: Pointer, step: usize, series: Pointer, apart: usize, length: i32): void {
  let s0 = series,
    s1 = s0 + apart,
    s2 = s1 + apart,
    s3 = s2 + apart;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const v0 = load4(s0),
      v1 = load4(s1),
      v2 = load4(s2),
      v3 = load4(s3);
    const low01 = v128.shuffle<f32>(v0, v1, 0, 4, 1, 5),
      high01 = v128.shuffle<f32>(v0, v1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(v2, v3, 0, 4, 1, 5),
      high23 = v128.shuffle<f32>(v2, v3, 2, 6, 3, 7);
    store4(panel, v128.shuffle<f64>(low01, low23, 0, 2));
    store4(panel + step, v128.shuffle<f64>(low01, low23, 1, 3));
    store4(panel + 2 * step, v128.shuffle<f64>(high01, high23, 0, 2));
    store4(panel + 3 * step, v128.shuffle<f64>(high01, high23, 1, 3));
    panel += 4 * step;
    s0 += 16;
    s1 += 16;
    s2 += 16;
    s3 += 16;
  }
  for (; i < length; i++, panel += step, s0 += 4, s1 += 4, s2 += 4, s3 += 4) {
    store<f32>(panel, load<f32>(s0));
    store<f32>(panel, load<f32>(s1), 4);
    store<f32>(panel, load<f32>(s2), 8);
    store<f32>(panel, load<f32>(s3), 12);
  }
}

/** Any strides, and panels that the matrix does not fill. */
export function gatherPanel(
  panel: Pointer,
  source: Pointer,
  depths: i32,
  down: usize,
  right: usize,
  present: i32,
  width: i32,
): void {
  for (let k = 0; k < depths; k++, source += down)
    for (let j = 0; j < width; j++, panel += 4)
      store<f32>(panel, j < present ? load<f32>(source + <usize>j * right) : 0);
}

/**
 * Brings one image of separate colour planes into pixels of interleaved colours: `[channels, ...]` to `[height, width,
 * channels]`.
 *
 * @param planes - the planes one after the other, from `from`
 * @param pixels - receives the image from `to`
 * @param side - height and width
 * @param columnMajor - whether a plane lies column by column, as MATLAB writes it
 */
export function interleave(
  planes: Uint8Array,
  from: number,
  pixels: Uint8Array,
  to: number,
  side: number,
  columnMajor: boolean,
): void {
  const area = side * side;
  const [rowStep, columnStep] = columnMajor ? [1, side] : [side, 1];
  for (let y = 0, target = to; y < side; y++) {
    let red = from + y * rowStep;
    for (let x = 0; x < side; x++, red += columnStep, target += 3) {
      pixels[target] = planes[red];
      pixels[target + 1] = planes[red + area];
      pixels[target + 2] = planes[red + 2 * area];
    }
  }
}

import type { ImageBatch } from '@aelab/images';

/** Luminance of each image's middle, `side` pixels wide and high; grey images of that size come back as they are. */
export function greyTiles(images: ImageBatch, side: number): ImageBatch {
  const [n, height, width, channels] = images.shape;
  if (channels === 1 && height === side && width === side) return images;
  const [top, left] = [Math.floor((height - side) / 2), Math.floor((width - side) / 2)];
  const weights = channels === 3 ? [0.2126, 0.7152, 0.0722] : [1];
  const data = new Float32Array(n * side * side);
  for (let i = 0, at = 0; i < n; i++)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++, at++) {
        const from = ((i * height + top + y) * width + left + x) * channels;
        data[at] = weights.reduce((sum, weight, c) => sum + weight * images.data[from + c], 0);
      }
  return { data, shape: [n, side, side, 1], range: images.range };
}

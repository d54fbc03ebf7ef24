import { imageSize, type ImageBatch } from '@aelab/images';

/** One channel of one image. */
export interface Plane {
  readonly data: Float64Array;
  readonly height: number;
  readonly width: number;
}

/** Calls `visit` with each channel of each image and of its reconstruction, counted from the low end of the range. */
export function forEachPlane(
  original: ImageBatch,
  reconstruction: ImageBatch,
  visit: (x: Plane, y: Plane, image: number) => void,
): void {
  const [n, , , channels] = original.shape;
  for (let i = 0; i < n; i++)
    for (let c = 0; c < channels; c++) visit(planeOf(original, i, c), planeOf(reconstruction, i, c), i);
}

function planeOf(images: ImageBatch, image: number, channel: number): Plane {
  const [, height, width, channels] = images.shape;
  const [lo] = images.range;
  const plane = new Float64Array(height * width);
  const values = images.data;
  const start = image * imageSize(images) + channel;
  for (let i = 0; i < plane.length; i++) plane[i] = values[start + i * channels] - lo;
  return { data: plane, height, width };
}

/** The plane with a border of `radius` pixels more on each side, mirrored without repeating the edge. */
export function mirrored({ data, height, width }: Plane, radius: number): Plane {
  const wide: Plane = {
    data: new Float64Array((height + 2 * radius) * (width + 2 * radius)),
    height: height + 2 * radius,
    width: width + 2 * radius,
  };
  for (let y = 0, at = 0; y < wide.height; y++) {
    const row = mirror(y - radius, height) * width;
    for (let x = 0; x < wide.width; x++, at++) wide.data[at] = data[row + mirror(x - radius, width)];
  }
  return wide;
}

function mirror(index: number, length: number): number {
  return index < 0 ? -index : index < length ? index : 2 * length - 2 - index;
}

/** Means of the `factor` × `factor` blocks that fit into the plane. */
export function shrunk(plane: Plane, factor: number): Plane {
  if (factor === 1) return plane;
  const height = Math.floor(plane.height / factor);
  const width = Math.floor(plane.width / factor);
  const data = new Float64Array(height * width);
  for (let y = 0; y < height * factor; y++)
    for (let x = 0; x < width * factor; x++)
      data[Math.floor(y / factor) * width + Math.floor(x / factor)] += plane.data[y * plane.width + x];
  return { data: data.map((sum) => sum / factor ** 2), height, width };
}

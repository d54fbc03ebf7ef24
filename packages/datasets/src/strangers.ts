import { decodeNpy, type NpyArray } from '@aelab/images';
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { draw, type Colour, type Stroke } from './draw.js';
import type { ImageDataset } from './image-dataset.js';
import { mnist } from './mnist.js';
import { resample } from './resample.js';

type ImageShape = readonly [height: number, width: number, channels: number];

const bone: Colour = [0.96, 0.93, 0.83];
const black: Colour = [0, 0, 0];
const red: Colour = [0.85, 0.2, 0.15];

function line(ends: readonly number[], radius: number, colour: Colour = bone): Stroke {
  const [x1, y1, x2, y2] = ends;
  return { from: [x1, y1], to: [x2, y2], radius, colour };
}

function disc(x: number, y: number, radius: number, colour: Colour): Stroke {
  return { from: [x, y], to: [x, y], radius, colour };
}

/** A skeleton with limbs, eyes and inner contours. */
const cartoon: readonly Stroke[] = [
  line([0.5, 0.34, 0.5, 0.64], 0.022),
  ...[0.43, 0.5, 0.57].map((y) => line([0.39, y, 0.61, y], 0.017)),
  line([0.42, 0.65, 0.58, 0.65], 0.026),
  line([0.39, 0.43, 0.25, 0.55], 0.02),
  line([0.25, 0.55, 0.17, 0.4], 0.02),
  disc(0.17, 0.38, 0.034, bone),
  line([0.61, 0.43, 0.76, 0.53], 0.02),
  line([0.76, 0.53, 0.82, 0.67], 0.02),
  disc(0.82, 0.69, 0.034, bone),
  line([0.44, 0.66, 0.39, 0.81], 0.022),
  line([0.39, 0.81, 0.38, 0.94], 0.022),
  line([0.38, 0.94, 0.29, 0.95], 0.024),
  line([0.56, 0.66, 0.63, 0.8], 0.022),
  line([0.63, 0.8, 0.62, 0.94], 0.022),
  line([0.62, 0.94, 0.71, 0.95], 0.024),
  disc(0.5, 0.18, 0.145, bone),
  line([0.45, 0.3, 0.55, 0.3], 0.045),
  disc(0.44, 0.17, 0.042, black),
  disc(0.56, 0.17, 0.042, black),
  disc(0.445, 0.175, 0.015, red),
  disc(0.565, 0.175, 0.015, red),
  disc(0.5, 0.235, 0.014, black),
  line([0.43, 0.3, 0.57, 0.3], 0.007, black),
  ...[0.465, 0.5, 0.535].map((x) => line([x, 0.28, x, 0.32], 0.006, black)),
];

/** White letters, drawn as thick as MNIST's digits; the A encloses a black spot. */
const letters: readonly Stroke[] = [
  [0.14, 0.78, 0.34, 0.22],
  [0.34, 0.22, 0.54, 0.78],
  [0.23, 0.6, 0.45, 0.6],
  [0.77, 0.44, 0.77, 0.78],
  [0.77, 0.23, 0.77, 0.24],
].map((ends) => line(ends, 0.052, [1, 1, 1]));

const natureFile = new URL('../assets/nature.npy', import.meta.url);

/**
 * Pictures that a model of digits or clothes has never seen, to learn what it makes of the unknown: a cartoon figure on
 * black, a photograph of nature, a "2" of MNIST's test images inverted, and the text "Ai" in white on black.
 *
 * @param imageShape - `[height, width, channels]`; drawings fill the middle square, the photograph is cut to the shape.
 *   With 3 channels they are in colour, else grey (luminance).
 * @returns four images, bytes in [0, 255], one class each
 * @throws RangeError if the shape is not three whole numbers above 0
 */
export async function strangers(imageShape: ImageShape): Promise<ImageDataset> {
  if (imageShape.some((size) => !Number.isInteger(size) || size < 1))
    throw new RangeError(
      `strangers: imageShape is [${imageShape.join(',')}]; it must be three whole numbers above 0`,
    );
  const [height, width, channels] = imageShape;
  const file = await readFile(natureFile);
  const side = Math.min(height, width);
  const pictures = [
    inMiddle(draw(cartoon, side), side, imageShape, 0),
    photograph(decodeNpy(file), imageShape),
    inMiddle(await invertedTwo(side), side, imageShape, 1),
    inMiddle(draw(letters, side), side, imageShape, 0),
  ];
  const size = height * width * channels;
  const data = new Uint8Array(pictures.length * size);
  pictures.forEach((picture, i) => data.set(toBytes(picture, channels), i * size));
  return {
    name: 'strangers',
    split: 'all',
    images: { data, shape: [pictures.length, ...imageShape], range: [0, 255] },
    labels: Uint8Array.from(pictures.keys()),
    classNames: ['cartoon', 'nature', 'inverted 2', 'Ai'],
    provenance: {
      source:
        'drawn by aelab, but: nature is raccoon-procyon-lotor.jpg of public-domain-image.com, as shipped in SciPy 1.9.3; the 2 is image 1 of the MNIST test set',
      license: 'public domain (the photograph, as SciPy documents it); as aelab and MNIST (the others)',
      citation: '',
      checksums: { 'nature.npy': hash('sha256', file) },
    },
  };
}

/** A square picture in the middle of an image that is otherwise of one grey level. */
function inMiddle(
  square: Float64Array,
  side: number,
  [height, width]: ImageShape,
  around: number,
): Float64Array {
  const image = new Float64Array(height * width * 3).fill(around);
  const [top, left] = [Math.floor((height - side) / 2), Math.floor((width - side) / 2)];
  for (let y = 0; y < side; y++)
    image.set(square.subarray(3 * y * side, 3 * (y + 1) * side), 3 * ((top + y) * width + left));
  return image;
}

/** The largest part from the middle that has the proportions of the image, resized to it. */
function photograph({ data, shape }: NpyArray, [height, width]: ImageShape): Float64Array {
  const side = shape[0];
  const scale = side / Math.max(height, width);
  const [cropHeight, cropWidth] = [height, width].map((size) => Math.max(1, Math.round(size * scale)));
  const [top, left] = [Math.floor((side - cropHeight) / 2), Math.floor((side - cropWidth) / 2)];
  const crop = new Float64Array(cropHeight * cropWidth * 3);
  for (let y = 0; y < cropHeight; y++) {
    const from = 3 * ((top + y) * side + left);
    const row = Float64Array.from((data as Uint8Array).subarray(from, from + 3 * cropWidth), (v) => v / 255);
    crop.set(row, 3 * y * cropWidth);
  }
  return resample(crop, [cropHeight, cropWidth, 3], height, width);
}

async function invertedTwo(side: number): Promise<Float64Array> {
  const { images } = await mnist('test');
  const inverted = Float64Array.from(images.data.subarray(784, 2 * 784), (value) => 1 - value / 255);
  const grey = resample(inverted, [28, 28, 1], side, side);
  return Float64Array.from({ length: 3 * grey.length }, (_, i) => grey[Math.floor(i / 3)]);
}

function toBytes(picture: Float64Array, channels: number): Uint8Array {
  if (channels === 3) return Uint8Array.from(picture, (value) => Math.round(255 * value));
  return Uint8Array.from({ length: (picture.length / 3) * channels }, (_, i) => {
    const [r, g, b] = picture.subarray(3 * Math.floor(i / channels));
    return Math.round(255 * (0.2126 * r + 0.7152 * g + 0.0722 * b));
  });
}

import { imageBatch } from '@aelab/images';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cut, overlaps, textBoxes } from '../testing/text-boxes.js';
import { imageGrid } from './image-grid.js';

const batch = (n: number) => imageBatch(new Float32Array(n * 16).fill(0.5), [n, 4, 4, 1]);
const rows = (n: number) => [
  { label: 'Original', images: batch(n) },
  { label: 'Reconstruction', images: batch(n) },
];

/** The rows of the pictures in an SVG as PNG files hold them, each after its filter. */
function pixelsOf(svg: string): number[][] {
  return [...svg.matchAll(/base64,([^"]+)"/g)].map(([, data]) => {
    const png = Buffer.from(data, 'base64');
    const at = png.indexOf('IDAT');
    return [...inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))];
  });
}

describe('imageGrid', () => {
  it('draws each image of each row', () => {
    expect(imageGrid(rows(7)).match(/<image /g)).toHaveLength(14);
  });

  it('maps the range to black and white, and clamps what lies beyond', () => {
    const images = imageBatch(new Float32Array([-1, -2, 1, 0]), [4, 1, 1, 1], [-1, 1]);
    const greys = pixelsOf(imageGrid([{ label: '', images }])).map(([, grey]) => grey);
    expect(greys).toEqual([0, 0, 255, 128]);
  });

  it('puts the same image of each row under each other', () => {
    const places = [...imageGrid(rows(3)).matchAll(/<image x="([\d.]+)" y="([\d.]+)"/g)].map(([, x, y]) => [
      x,
      y,
    ]);
    expect(places[0][0]).toBe(places[1][0]);
    expect(Number(places[1][1])).toBeGreaterThan(Number(places[0][1]));
    expect(Number(places[2][0])).toBeGreaterThan(Number(places[0][0]));
  });

  it.each([340, 640])('cuts and covers no text at %i px, with names long and short', (width) => {
    const columns = [
      'a',
      'automobile',
      'a name that is much too long for its picture',
      '7',
      'ship',
      'truck',
      'dog',
    ];
    const svg = imageGrid(rows(7), { width, columns });
    expect(overlaps(textBoxes(svg))).toEqual([]);
    expect(cut(svg)).toEqual([]);
  });

  it.each([640, 340])('leaves room for pictures beside a very long label at %i px', (width) => {
    const long = rows(3).map((row) => ({ ...row, label: `${row.label} of a run `.repeat(8) }));
    const svg = imageGrid(long, { width });
    expect(cut(svg)).toEqual([]);
    expect(Number(/<image[^>]* width="(\d+)"/.exec(svg)?.[1])).toBeGreaterThanOrEqual(36);
  });

  it.each([340, 640])('has its title above the pictures at %i px, in as many lines as it needs', (width) => {
    const title = 'What a long title says of the pictures that are below it, which takes more than one line';
    const svg = imageGrid(rows(3), { width, title });
    expect(svg).toContain(`aria-label="${title}. Grid of 3 columns of pictures`);
    expect(overlaps(textBoxes(svg))).toEqual([]);
    expect(cut(svg)).toEqual([]);
    expect(textBoxes(svg)[0].bottom).toBeLessThan(20);
    expect(textBoxes(svg)[1].top).toBeGreaterThan(19);
  });

  it('is drawn without images', () => {
    expect(imageGrid(rows(0))).toContain('</svg>');
    expect(imageGrid([])).toContain('</svg>');
  });

  it('refuses rows that do not fit each other', () => {
    expect(() => imageGrid([...rows(2), { label: 'Error', images: batch(1) }])).toThrow(
      'row "Error" has 1 images and the first 2',
    );
    expect(() => imageGrid(rows(2), { columns: ['a'] })).toThrow('1 column names for 2 images');
    const two = imageBatch(new Float32Array(2), [1, 1, 1, 2]);
    expect(() => imageGrid([{ label: 'x', images: two }])).toThrow('2 channels');
  });
});

import { imageBatch } from '@aelab/images';
import { describe, expect, it } from 'vitest';
import { detailCrops } from './detail-crops.js';
import { errorMaps, signedColours } from './error-maps.js';
import { latentMosaics } from './latent-mosaics.js';

const white = [255, 255, 255];
const orange = [217, 112, 26];
const blue = [10, 91, 196];

describe('signedColours', () => {
  it('is blue below zero, white at zero, orange above, full at the greatest value of each image', () => {
    expect([...signedColours([-2, 0, 1, 1], [2, 1, 2, 1]).data]).toEqual([
      ...blue,
      ...white,
      ...orange,
      ...orange,
    ]);
  });
  it('keeps an image of zeros white', () => {
    expect([...signedColours([0], [1, 1, 1, 1]).data]).toEqual(white);
  });
  it('refuses several channels', () => {
    expect(() => signedColours([0, 0], [1, 1, 1, 2])).toThrow('2 channels');
  });
});

describe('errorMaps', () => {
  it('is orange where the reconstruction is brighter, whatever the range', () => {
    const originals = imageBatch(new Uint8Array([0, 255, 51]), [1, 1, 3, 1]);
    const reconstructions = imageBatch(new Uint8Array([255, 0, 51]), [1, 1, 3, 1]);
    expect([...errorMaps(originals, reconstructions).data]).toEqual([...orange, ...blue, ...white]);
  });
  it('averages the channels', () => {
    const originals = imageBatch(new Float32Array([0.5, 0.5, 0.5]), [1, 1, 1, 3]);
    const reconstructions = imageBatch(new Float32Array([1, 0, 0.5]), [1, 1, 1, 3]);
    expect([...errorMaps(originals, reconstructions).data]).toEqual(white);
  });
});

describe('latentMosaics', () => {
  it('lays channels side by side with a white line between', () => {
    const latents = [1, -1, 1, -1, 1, -1, 1, -1]; // 2×2 pixels of 2 channels: all 1 and all −1
    const { data, shape } = latentMosaics(latents, [2, 2, 2]);
    expect(shape).toEqual([1, 2, 5, 3]);
    expect([...data.subarray(0, 15)]).toEqual([...orange, ...orange, ...white, ...blue, ...blue]);
  });
  it('wraps a flat latent into rows', () => {
    expect([...latentMosaics([1, -1, 0], [3]).data]).toEqual([...orange, ...blue, ...white, ...white]);
  });
  it('refuses a part of a latent', () => {
    expect(() => latentMosaics([1, 2, 3], [2])).toThrow('3 values for latents of shape [2]');
  });
});

describe('detailCrops', () => {
  const originals = imageBatch(new Float32Array(2 * 25), [2, 5, 5, 1]);
  const first = imageBatch(new Float32Array(2 * 25), [2, 5, 5, 1]);
  const second = imageBatch(
    Float32Array.from({ length: 50 }, (_, i) => (i === 25 + 3 * 5 + 4 ? 1 : 0)),
    [2, 5, 5, 1],
  );

  it('finds where two models differ', () => {
    const { corners, second: crops } = detailCrops(originals, first, second, 2);
    expect(corners).toEqual([
      { top: 0, left: 0 },
      { top: 2, left: 3 },
    ]);
    expect([...crops.data]).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect(crops.shape).toEqual([2, 2, 2, 1]);
  });
  it('keeps bytes and colours', () => {
    const colours = imageBatch(
      Uint8Array.from({ length: 12 }, (_, i) => i),
      [1, 2, 2, 3],
    );
    expect(detailCrops(colours, colours, colours, 2).originals.data).toEqual(colours.data);
  });
  it('refuses a square larger than the images', () => {
    expect(() => detailCrops(originals, first, second, 6)).toThrow('size is 6 and the images are 5×5');
  });
});

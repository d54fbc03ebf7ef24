import { imageBatch } from '@aelab/images';
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { decode, encode, reconstruct } from './autoencoder.js';
import { selectBackend } from './backend/select-backend.js';
import { denseAutoencoder } from './dense-autoencoder.js';
import { describeAutoencoder } from './describe-autoencoder.js';
import { loadAutoencoder, saveAutoencoder } from './save-autoencoder.js';
import { autoencoderState, modelState, readState } from './training/state.js';

const options = { imageShape: [4, 3, 2], hidden: [10, 7], latentDim: 5, seed: 3 } as const;
const bytes = imageBatch(
  Uint8Array.from({ length: 7 * 24 }, (_, i) => (i * 37) % 256),
  [7, 4, 3, 2],
);

beforeAll(() => selectBackend('cpu'));

describe('denseAutoencoder', () => {
  it('has the parameters of its widths, both halves', () => {
    const parameters =
      24 * 10 + 10 + (10 * 7 + 7) + (7 * 5 + 5) + (5 * 7 + 7) + (7 * 10 + 10) + (10 * 24 + 24);
    expect(describeAutoencoder(denseAutoencoder(options))).toMatchObject({
      parameters,
      multiplyAdds: 2 * (24 * 10 + 10 * 7 + 7 * 5),
      latentShape: [5],
      dimensionReduction: 4.8,
      nominalFloat32Ratio: 1.2,
      expanding: false,
    });
  });

  it('flags a bottleneck that is none', () => {
    expect(describeAutoencoder(denseAutoencoder({ ...options, latentDim: 24 })).expanding).toBe(true);
  });

  it('gives every layer its own Glorot-uniform weights, and zero biases', async () => {
    const [w1, b1, w2] = await readState(
      modelState(denseAutoencoder({ ...options, hidden: [200, 200], imageShape: [20, 10, 1] }).encoder),
    );
    const limit = Math.sqrt(6 / 400);
    expect(Math.max(...w1)).toBeLessThanOrEqual(limit);
    expect(w1.reduce((sum, w) => sum + w * w, 0) / w1.length).toBeCloseTo(limit ** 2 / 3, 4);
    expect(new Set(b1)).toEqual(new Set([0]));
    expect(w1).not.toEqual(w2);
  });

  it('maps any range to the unit range that it works in', async () => {
    const unit = imageBatch(
      Float32Array.from(bytes.data, (value) => value / 255),
      bytes.shape,
    );
    expect(await encode(denseAutoencoder(options), unit)).toEqual(
      await encode(denseAutoencoder(options), bytes),
    );
  });

  it('names the width that is none', () => {
    expect(() => denseAutoencoder({ ...options, latentDim: 0 })).toThrow(
      'denseAutoencoder: latentDim is 0; it must be',
    );
    expect(() => denseAutoencoder({ ...options, hidden: [8, 1.5] })).toThrow('hidden[1] is 1.5');
  });

  it('refuses images and latents of another shape', async () => {
    const autoencoder = denseAutoencoder(options);
    const other = imageBatch(new Uint8Array(24), [1, 3, 4, 2]);
    await expect(encode(autoencoder, other)).rejects.toThrow(
      'images have shape [3,4,2] and the encoder takes [4,3,2]',
    );
    await expect(decode(autoencoder, { data: new Float32Array(4), shape: [1, 4] })).rejects.toThrow(
      'latents have shape [4]',
    );
  });
});

describe('saveAutoencoder', () => {
  it('comes back with the same weights and the same outputs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aelab save '));
    const autoencoder = denseAutoencoder(options);
    await saveAutoencoder(autoencoder, folder);
    const loaded = await loadAutoencoder(folder);
    expect(await readState(autoencoderState(loaded))).toEqual(await readState(autoencoderState(autoencoder)));
    expect(await reconstruct(loaded, bytes)).toEqual(await reconstruct(autoencoder, bytes));
    await truncate(join(folder, 'decoder/weights.bin'), 8);
    await expect(loadAutoencoder(folder)).rejects.toThrow('have 8 bytes; model.json needs');
    await rm(folder, { recursive: true });
  });
});

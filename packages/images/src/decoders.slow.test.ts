import { readFileSync } from 'node:fs';
import { describe, it } from 'vitest';
import { assertDecodesOrNames, decoderRuns } from '../../../tools/testing/damaged.js';
import { decodeNpy } from './npy.js';
import { decodeNpz, encodeNpz } from './npz.js';

const golden = JSON.parse(readFileSync(new URL('npy.golden.json', import.meta.url), 'utf8')) as {
  files: Record<string, string>;
  savez: string;
  savez_compressed: string;
};
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

describe(`each of ${decoderRuns} inputs is decoded or named`, () => {
  it('decodeNpy', async () => {
    const files = Object.values(golden.files).map(bytesOf);
    await assertDecodesOrNames((bytes) => decodeNpy(bytes).data.byteLength, files, ['decodeNpy'], 2);
  });

  it('decodeNpz', async () => {
    const small = await encodeNpz({ x: { data: Uint8Array.of(1, 2), shape: [2] } }, { compress: true });
    const files = [bytesOf(golden.savez), bytesOf(golden.savez_compressed), small];
    const decode = async (bytes: Uint8Array) =>
      [...(await decodeNpz(bytes)).values()].reduce((sum, { data }) => sum + data.byteLength, 0);
    await assertDecodesOrNames(decode, files, ['decodeNpz', 'readZip'], 1032);
  });
});

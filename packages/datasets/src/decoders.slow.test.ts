import { describe, it } from 'vitest';
import { assertDecodesOrNames, decoderRuns } from '../../../tools/testing/damaged.js';
import { decodeCifar10Binary, decodeCifar10Pickle } from './cifar10-decode.js';
import { decodeIdx } from './idx.js';
import { decodeLabelsCsv } from './labels-csv.js';
import { decodeStl10Images, decodeStl10Labels } from './stl10-decode.js';
import { cifarBinaryFile, cifarPickleFile, idxFile, stl10ImageFile } from './testing/official-files.js';
import { tarArchive } from './testing/tar-archive.js';
import { tarEntries } from './untar.js';

describe(`each of ${decoderRuns} inputs is decoded or named`, () => {
  it('decodeIdx', async () => {
    const files = [idxFile([2, 3, 4], new Array<number>(24).fill(9)), idxFile([5], [1, 2, 3, 4, 5])];
    await assertDecodesOrNames((bytes) => decodeIdx(bytes).data.length, files, ['decodeIdx'], 1);
  });

  it('decodeCifar10Binary', async () => {
    const decode = (bytes: Uint8Array) => decodeCifar10Binary(bytes).pixels.length;
    await assertDecodesOrNames(decode, [cifarBinaryFile([3])], ['decodeCifar10Binary'], 1);
  });

  it('decodeCifar10Pickle', async () => {
    const decode = (bytes: Uint8Array) => decodeCifar10Pickle(bytes).pixels.length;
    const files = [cifarPickleFile([3]), cifarPickleFile([])];
    await assertDecodesOrNames(decode, files, ['decodeCifar10Pickle', 'decodePickle'], 1);
  });

  it('decodeStl10Images', async () => {
    const decode = (bytes: Uint8Array) => decodeStl10Images(bytes).length;
    await assertDecodesOrNames(decode, [stl10ImageFile(1)], ['decodeStl10Images'], 1);
  });

  it('decodeStl10Labels', async () => {
    const decode = (bytes: Uint8Array) => decodeStl10Labels(bytes).length;
    await assertDecodesOrNames(decode, [Uint8Array.of(1, 5, 10)], ['decodeStl10Labels'], 1);
  });

  it('decodeLabelsCsv', async () => {
    const file = new TextEncoder().encode('file,label\n"a ""b"".png",cat\r\nc.png,"dog, big"\n');
    const decode = (bytes: Uint8Array) => {
      const rows = decodeLabelsCsv(new TextDecoder().decode(bytes));
      return rows.reduce((sum, { file: name = '', label }) => sum + name.length + label.length, 0);
    };
    await assertDecodesOrNames(decode, [file], ['decodeLabelsCsv'], 1);
  });

  it('tarEntries', async () => {
    const entries = [
      { path: 'folder/', type: '5' },
      { path: 'folder/a', content: new Uint8Array(600) },
    ];
    await assertDecodesOrNames(sizeOfFiles, [tarArchive(entries)], ['tarEntries'], 1);
  });
});

async function sizeOfFiles(archive: Uint8Array): Promise<number> {
  let size = 0;
  for await (const { content } of tarEntries(onePiece(archive)))
    for await (const piece of content) size += piece.length;
  return size;
}

async function* onePiece(bytes: Uint8Array) {
  yield await Promise.resolve(bytes);
}

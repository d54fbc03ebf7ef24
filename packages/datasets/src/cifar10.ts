import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  cifar10Images,
  decodeBatch,
  decodeRecords,
  imageBytes,
  readBatch,
  recordBytes,
  type Cifar10Images,
} from './cifar10-decode.js';
import { dataFolder } from './data-folder.js';
import { provenanceOf, type DatasetCard, type DatasetLayout, type Download } from './dataset-card.js';
import type { ImageDataset } from './image-dataset.js';
import { readVerifiedPieces, type ExpectedFile } from './verified-file.js';

type Split = 'train' | 'test';

const imagesPerFile = 10_000;
/** Small, so that hardly more than the images themselves is ever in memory. */
const recordsPerPiece = 500;
const pythonPieceBytes = 2 ** 20;

const binaryFiles: Record<Split, readonly ExpectedFile[]> = {
  train: [
    binary('data_batch_1', 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5'),
    binary('data_batch_2', 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed'),
    binary('data_batch_3', 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67'),
    binary('data_batch_4', '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48'),
    binary('data_batch_5', '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add'),
  ],
  test: [binary('test_batch', '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b')],
};

const pythonFiles: Record<Split, readonly ExpectedFile[]> = {
  train: [
    python('data_batch_1', 31035704, '54636561a3ce25bd3e19253c6b0d8538147b0ae398331ac4a2d86c6d987368cd'),
    python('data_batch_2', 31035320, '766b2cef9fbc745cf056b3152224f7cf77163b330ea9a15f9392beb8b89bc5a8'),
    python('data_batch_3', 31035999, '0f00d98ebfb30b3ec0ad19f9756dc2630b89003e10525f5e148445e82aa6a1f9'),
    python('data_batch_4', 31035696, '3f7bb240661948b8f4d53e36ec720d8306f5668bd0071dcb4e6c947f78e9682b'),
    python('data_batch_5', 31035623, 'd91802434d8376bbaeeadf58a737e3a1b12ac839077e931237e0dcd43adcb154'),
  ],
  test: [python('test_batch', 31035526, 'f53d8d457504f7cff4ea9e021afcf0e0ad8e24a91f3fc42091b8adef61157831')],
};

function binary(name: string, sha256: string): ExpectedFile {
  return { name: `${name}.bin`, bytes: imagesPerFile * recordBytes, checksum: `sha256:${sha256}` };
}

function python(name: string, bytes: number, sha256: string): ExpectedFile {
  return { name, bytes, checksum: `sha256:${sha256}` };
}

function layout(files: readonly ExpectedFile[], archive: Omit<Download, 'files'>): DatasetLayout {
  return { files, downloads: [{ ...archive, files: files.map(({ name }) => name) }] };
}

export const cifar10Card: DatasetCard = {
  name: 'cifar-10',
  title: 'CIFAR-10: small photographs of animals and vehicles',
  splits: { train: 50000, test: 10000 },
  imageShape: [32, 32, 3],
  classNames: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
  homepage: 'https://www.cs.toronto.edu/~kriz/cifar.html',
  license: 'no licence stated; for research, with citation',
  citation: 'A. Krizhevsky, "Learning multiple layers of features from tiny images", technical report, 2009',
  folder: () => dataFolder('cifar-10'),
  layouts: [
    layout([...binaryFiles.train, ...binaryFiles.test], {
      name: 'cifar-10-binary.tar.gz',
      urls: [
        'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
        'https://cave.cs.toronto.edu/kriz/cifar-10-binary.tar.gz',
        'https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/cifar-10-binary.tar.gz',
      ],
      bytes: 170052171,
      md5: 'c32a1d4ab5d03f1284b67883e8d87530',
    }),
    layout([...pythonFiles.train, ...pythonFiles.test], {
      name: 'cifar-10-python.tar.gz',
      urls: [
        'https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz',
        'https://cave.cs.toronto.edu/kriz/cifar-10-python.tar.gz',
      ],
      bytes: 170498071,
      md5: 'c58f30108f718f92721af3b95e74349a',
    }),
  ],
};

/**
 * CIFAR-10: small photographs, 32×32×3, 50,000 to train and 10,000 to test, in ten classes.
 *
 * Reads the binary layout where its files lie in the folder, else the Python batches; the images are the same.
 *
 * @param split - which official split; each of its files is checked against its SHA-256
 * @param folder - where the batch files lie, by default in the cache
 * @throws Error if a file is missing (fetch the data set first) or is not the official one
 */
export async function cifar10(split: Split, folder = cifar10Card.folder()): Promise<ImageDataset> {
  const isPython = !has(folder, binaryFiles[split]) && has(folder, pythonFiles[split]);
  const files = (isPython ? pythonFiles : binaryFiles)[split];
  const read = isPython ? readPython : readBinary;
  const images = cifar10Images(files.length * imagesPerFile, isPython ? mostAround(files) : 0);
  const checksums: Record<string, string> = {};
  for (const [i, file] of files.entries())
    checksums[file.name] = await read(folder, file, images, i * imagesPerFile);
  return {
    name: cifar10Card.name,
    split,
    images: { data: images.pixels, shape: [images.labels.length, 32, 32, 3], range: [0, 255] },
    labels: images.labels,
    classNames: cifar10Card.classNames,
    provenance: provenanceOf(cifar10Card, checksums),
  };
}

function has(folder: string, files: readonly ExpectedFile[]): boolean {
  return files.every(({ name }) => existsSync(join(folder, name)));
}

function readBinary(folder: string, file: ExpectedFile, images: Cifar10Images, first: number) {
  return readVerifiedPieces('cifar10', folder, file, recordsPerPiece * recordBytes, (records, offset) =>
    decodeRecords(records, images, first + offset / recordBytes),
  );
}

/** How much longer than its images the longest file is. */
function mostAround(files: readonly ExpectedFile[]): number {
  return Math.max(...files.map(({ bytes }) => bytes)) - imagesPerFile * imageBytes;
}

/** Reads the file to where its images belong, and decodes it there: a second copy would be a fifth of the data set. */
async function readPython(folder: string, file: ExpectedFile, images: Cifar10Images, first: number) {
  const { buffer, byteOffset } = images.pixels;
  const bytes = new Uint8Array(buffer, byteOffset + first * imageBytes, file.bytes);
  const sha256 = await readVerifiedPieces('cifar10', folder, file, pythonPieceBytes, (piece, offset) =>
    bytes.set(piece, offset),
  );
  decodeBatch(readBatch(bytes), images, first);
  return sha256;
}

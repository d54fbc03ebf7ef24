import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFolder } from './data-folder.js';
import { provenanceOf, type DatasetCard } from './dataset-card.js';
import type { ImageDataset } from './image-dataset.js';
import type { ImageSource } from './image-source.js';
import { decodeStl10ImagesInto, decodeStl10Labels, stl10ImageBytes } from './stl10-decode.js';
import { readVerified, readVerifiedPieces, type ExpectedFile } from './verified-file.js';

type Split = 'train' | 'test' | 'unlabeled';

/** The image file of a split, and the label file where there is one. */
interface SplitFiles {
  readonly images: ExpectedFile;
  readonly labels?: ExpectedFile;
}

const imagesPerPiece = 50;

/** Their authors publish the MD5 of the archive; those of the files are from torchvision. */
const files: Record<Split, SplitFiles> = {
  train: {
    images: imageFile('train_X.bin', 5000, '918c2871b30a85fa023e0c44e0bee87f'),
    labels: { name: 'train_y.bin', bytes: 5000, checksum: 'md5:5a34089d4802c674881badbb80307741' },
  },
  test: {
    images: imageFile('test_X.bin', 8000, '7f263ba9f9e0b06b93213547f721ac82'),
    labels: { name: 'test_y.bin', bytes: 8000, checksum: 'md5:36f9794fa4beb8a2c72628de14fa638e' },
  },
  unlabeled: { images: imageFile('unlabeled_X.bin', 100_000, '5242ba1fed5e4be9e1e742405eb56ca4') },
};

function imageFile(name: string, n: number, md5: string): ExpectedFile {
  return { name, bytes: n * stl10ImageBytes, checksum: `md5:${md5}` };
}

const allFiles = Object.values(files).flatMap(({ images, labels }) => (labels ? [images, labels] : [images]));

export const stl10Card: DatasetCard = {
  name: 'stl-10',
  title: 'STL-10: photographs of animals and vehicles, few of them labelled',
  splits: { train: 5000, test: 8000, unlabeled: 100_000 },
  imageShape: [96, 96, 3],
  classNames: ['airplane', 'bird', 'car', 'cat', 'deer', 'dog', 'horse', 'monkey', 'ship', 'truck'],
  homepage: 'https://cs.stanford.edu/~acoates/stl10/',
  license: 'no licence stated; the images come from ImageNet, for research, with citation',
  citation:
    'A. Coates, H. Lee, A. Y. Ng, "An analysis of single-layer networks in unsupervised feature learning", AISTATS, 2011',
  folder: () => dataFolder('stl-10'),
  layouts: [
    {
      files: allFiles,
      downloads: [
        {
          name: 'stl10_binary.tar.gz',
          urls: [
            'https://cs.stanford.edu/~acoates/stl10/stl10_binary.tar.gz',
            'http://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz',
          ],
          bytes: 2_640_397_119,
          md5: '91f7769df0f17e558f3565bffb0c7dfb',
          files: allFiles.map(({ name }) => name),
        },
      ],
    },
  ],
};

/**
 * STL-10: photographs, 96×96×3; 5,000 to train and 8,000 to test in ten classes, and 100,000 without labels. The last are
 * 2.8 GB: see {@link stl10Source} to read them a window at a time.
 *
 * @param split - which official split; its files are checked against the MD5 that is published of them
 * @param folder - where the `.bin` files lie, by default in the cache
 * @throws Error if a file is missing (fetch the data set first) or is not the official one
 */
export function stl10(split: Split, folder = stl10Card.folder()): Promise<ImageDataset> {
  return readStl10(split, files[split], folder);
}

export async function readStl10(split: string, expected: SplitFiles, folder: string): Promise<ImageDataset> {
  const { images } = expected;
  const data = new Uint8Array(images.bytes);
  const pieceBytes = imagesPerPiece * stl10ImageBytes;
  const sha256 = await readVerifiedPieces('stl10', folder, images, pieceBytes, (piece, offset) =>
    decodeStl10ImagesInto(piece, data, offset),
  );
  const described = await describe(split, expected, folder, sha256);
  return { ...described, images: { data, shape: [described.labels.length, 96, 96, 3], range: [0, 255] } };
}

/** Everything but the images; a split without labels has the one class `unlabeled`. */
async function describe(split: string, { images, labels }: SplitFiles, folder: string, sha256: string) {
  const file = labels === undefined ? undefined : await readVerified('stl10', folder, labels);
  return {
    name: stl10Card.name,
    split,
    labels: file ? decodeStl10Labels(file.bytes) : new Uint8Array(images.bytes / stl10ImageBytes),
    classNames: file ? stl10Card.classNames : ['unlabeled'],
    provenance: provenanceOf(stl10Card, {
      [images.name]: sha256,
      ...(file && { [file.name]: file.sha256 }),
    }),
  };
}

/**
 * STL-10 as a source: its images are read when they are asked for, from a file that has been checked once. Close it.
 *
 * @param split - which official split
 * @param folder - where the `.bin` files lie, by default in the cache
 * @throws Error if a file is missing (fetch the data set first) or is not the official one
 */
export function stl10Source(split: Split, folder = stl10Card.folder()): Promise<ImageSource> {
  return openStl10(split, files[split], folder);
}

export async function openStl10(split: string, expected: SplitFiles, folder: string): Promise<ImageSource> {
  const { images } = expected;
  const pieceBytes = imagesPerPiece * stl10ImageBytes;
  const sha256 = await readVerifiedPieces('stl10Source', folder, images, pieceBytes, () => undefined);
  const described = await describe(split, expected, folder, sha256);
  const handle = await open(join(folder, images.name));
  const read = async (first: number, pixels: Uint8Array) => {
    const raw = new Uint8Array(Math.min(pieceBytes, pixels.length));
    for (let done = 0; done < pixels.length; done += raw.length) {
      const wanted = Math.min(raw.length, pixels.length - done);
      await handle.read(raw, 0, wanted, first * stl10ImageBytes + done);
      decodeStl10ImagesInto(raw.subarray(0, wanted), pixels, done);
    }
  };
  return {
    ...described,
    count: described.labels.length,
    imageShape: [96, 96, 3],
    read,
    close: () => handle.close(),
  };
}

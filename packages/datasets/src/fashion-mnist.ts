import { dataFolder } from './data-folder.js';
import type { DatasetCard, Download } from './dataset-card.js';
import { loadIdxDataset, type IdxPair } from './idx-dataset.js';
import type { ImageDataset } from './image-dataset.js';

const pairs = {
  train: {
    images: {
      name: 'train-images-idx3-ubyte',
      bytes: 47040016,
      checksum: 'sha256:c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
    },
    labels: {
      name: 'train-labels-idx1-ubyte',
      bytes: 60008,
      checksum: 'sha256:bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
    },
  },
  test: {
    images: {
      name: 't10k-images-idx3-ubyte',
      bytes: 7840016,
      checksum: 'sha256:5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
    },
    labels: {
      name: 't10k-labels-idx1-ubyte',
      bytes: 10008,
      checksum: 'sha256:0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
    },
  },
} as const satisfies Record<string, IdxPair>;

function download(name: string, md5: string): Download {
  return {
    name: `${name}.gz`,
    urls: [
      `http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/${name}.gz`,
      `https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/${name}.gz`,
    ],
    md5,
    files: [name],
  };
}

export const fashionMnistCard: DatasetCard = {
  name: 'fashion-mnist',
  title: 'Fashion-MNIST: articles of clothing',
  splits: { train: 60000, test: 10000 },
  imageShape: [28, 28, 1],
  classNames: [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
  homepage: 'https://github.com/zalandoresearch/fashion-mnist',
  license: 'MIT (Zalando SE)',
  citation:
    'H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms", arXiv:1708.07747, 2017',
  folder: () => dataFolder('fashion-mnist'),
  layouts: [
    {
      files: Object.values(pairs).flatMap(({ images, labels }) => [images, labels]),
      downloads: [
        download('train-images-idx3-ubyte', '8d4fb7e6c68d591d4c3dfef9ec88bf0d'),
        download('train-labels-idx1-ubyte', '25c81989df183df01b3e8a0aad5dffbe'),
        download('t10k-images-idx3-ubyte', 'bef4ecab320f06d8554ea6380940ec79'),
        download('t10k-labels-idx1-ubyte', 'bb300cfdad3c16e7a12a480ee83cd310'),
      ],
    },
  ],
};

/**
 * Fashion-MNIST: articles of clothing, 28×28×1, 60,000 to train and 10,000 to test.
 *
 * @param split - which official split; its two files are checked against their SHA-256
 * @param folder - where the decompressed IDX files lie, by default in the cache
 * @throws Error if a file is missing (fetch the data set first) or is not the official one
 */
export function fashionMnist(
  split: 'train' | 'test',
  folder = fashionMnistCard.folder(),
): Promise<ImageDataset> {
  return loadIdxDataset(fashionMnistCard, split, pairs[split], folder);
}

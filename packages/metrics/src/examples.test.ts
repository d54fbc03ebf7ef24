import * as images from '@aelab/images';
import { testDocstringExamples, testMarkdownExamples } from '../../../tools/testing/examples.js';
import * as danfo from './adapters/danfo.js';
import * as tensor from './adapters/tensor.js';
import * as baselines from './baselines/index.js';
import * as metrics from './index.js';
import * as overlap from './overlap/index.js';
import * as pca from './pca/index.js';
import * as tsne from './tsne/index.js';

const modules = {
  '@aelab/images': images,
  '@aelab/metrics': metrics,
  '@aelab/metrics/baselines': baselines,
  '@aelab/metrics/danfo': danfo,
  '@aelab/metrics/overlap': overlap,
  '@aelab/metrics/pca': pca,
  '@aelab/metrics/tensor': tensor,
  '@aelab/metrics/tsne': tsne,
};
testDocstringExamples(import.meta.dirname, modules);
testMarkdownExamples(`${import.meta.dirname}/../README.md`, modules);

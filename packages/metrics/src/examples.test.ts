import * as images from '@aelab/images';
import { testDocstringExamples, testMarkdownExamples } from '../../../tools/testing/examples.js';
import * as danfo from './adapters/danfo.js';
import * as tensor from './adapters/tensor.js';
import * as metrics from './index.js';

const modules = {
  '@aelab/images': images,
  '@aelab/metrics': metrics,
  '@aelab/metrics/danfo': danfo,
  '@aelab/metrics/tensor': tensor,
};
testDocstringExamples(import.meta.dirname, modules);
testMarkdownExamples(`${import.meta.dirname}/../README.md`, modules);

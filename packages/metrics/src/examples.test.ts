import * as images from '@aelab/images';
import { testDocstringExamples } from '../../../tools/testing/examples.js';
import * as danfo from './adapters/danfo.js';
import * as tensor from './adapters/tensor.js';
import * as metrics from './index.js';

testDocstringExamples(import.meta.dirname, {
  '@aelab/images': images,
  '@aelab/metrics': metrics,
  '@aelab/metrics/danfo': danfo,
  '@aelab/metrics/tensor': tensor,
});

import { join } from 'node:path';
import * as images from '@aelab/images';
import * as metrics from '@aelab/metrics';
import { testMarkdownExamples } from '../../../tools/testing/examples.js';

testMarkdownExamples(join(import.meta.dirname, '../../../README.md'), {
  '@aelab/images': images,
  '@aelab/metrics': metrics,
});

import * as images from '@aelab/images';
import { testDocstringExamples } from '../../../tools/testing/examples.js';
import * as metrics from './index.js';

testDocstringExamples(import.meta.dirname, { '@aelab/images': images, '@aelab/metrics': metrics });

import * as images from '@aelab/images';
import { testDocstringExamples } from '../../../tools/testing/examples.js';
import * as models from './index.js';

testDocstringExamples(import.meta.dirname, { '@aelab/images': images, '@aelab/models': models });

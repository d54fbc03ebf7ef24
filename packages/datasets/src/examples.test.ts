import * as images from '@aelab/images';
import { testDocstringExamples } from '../../../tools/testing/examples.js';
import * as datasets from './index.js';

testDocstringExamples(import.meta.dirname, { '@aelab/datasets': datasets, '@aelab/images': images });

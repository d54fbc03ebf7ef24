import { testDocstringExamples } from '../../../tools/testing/examples.js';
import * as images from './index.js';

testDocstringExamples(import.meta.dirname, { '@aelab/images': images });

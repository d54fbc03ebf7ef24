import { testDocstringExamples } from '../../../tools/testing/examples.js';
import * as viz from './index.js';

testDocstringExamples(import.meta.dirname, { '@aelab/viz': viz });

import { testDocstringExamples } from '../../../tools/testing/examples.js';
import * as kernels from './index.js';

testDocstringExamples(import.meta.dirname, { '@aelab/kernels': kernels });

import { testDocstringExamples } from '../../../tools/testing/examples.js';
import * as codec from './index.js';

testDocstringExamples(import.meta.dirname, { '@aelab/codec': codec });

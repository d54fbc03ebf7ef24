import { join } from 'node:path';
import { testDocstringExamples, testMarkdownExamples } from '../../../tools/testing/examples.js';
import * as viz from './index.js';

testDocstringExamples(import.meta.dirname, { '@aelab/viz': viz });
testMarkdownExamples(join(import.meta.dirname, '../README.md'), { '@aelab/viz': viz });

import { testDocstringExamples, testMarkdownExamples } from '../../../tools/testing/examples.js';
import * as codec from './index.js';

const modules = { '@aelab/codec': codec };
testDocstringExamples(import.meta.dirname, modules);
testMarkdownExamples(`${import.meta.dirname}/../README.md`, modules);

import { testDocstringExamples } from '../../../../tools/testing/examples.js';
import * as lineFit from './measurements/line-fit.js';
import * as rankCorrelation from './measurements/rank-correlation.js';
import * as verdict from './verdict.js';

testDocstringExamples(import.meta.dirname, { lineFit, rankCorrelation, verdict });

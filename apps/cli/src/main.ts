#!/usr/bin/env node
import { buildProgram } from './program.js';
import { reportFailure } from './report-failure.js';

// TensorFlow.js calls Buffer() and util.isArray(); their deprecation is not news to the people who run this.
process.noDeprecation = true;
process.exitCode = await buildProgram()
  .parseAsync()
  .then(() => 0, reportFailure);

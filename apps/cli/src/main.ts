#!/usr/bin/env node
import { buildProgram } from './program.js';
import { reportFailure } from './report-failure.js';

process.exitCode = await buildProgram()
  .parseAsync()
  .then(() => 0, reportFailure);

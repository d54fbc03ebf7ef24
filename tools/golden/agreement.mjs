// Calls functions of @aelab/metrics for agreement.py: reads requests from the JSON file named first, writes results to
// the file named second. Arrays travel as little-endian float64 files: { "file": …, "shape": […] } is a batch of images
// in [0, 1], or with "points": true, points.
import { readFileSync, writeFileSync } from 'node:fs';
import { imageBatch } from '../../packages/images/dist/index.js';
import * as metrics from '../../packages/metrics/dist/index.js';

const [requests, results] = process.argv.slice(2);
const answers = JSON.parse(readFileSync(requests, 'utf8')).map(({ call, cases }) =>
  cases.map((values) => numbers(metrics[call](...values.map(revive)))),
);
writeFileSync(
  results,
  JSON.stringify(answers, (_, value) => (typeof value === 'number' ? plain(value) : value)),
);

function revive(value) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  if (value.file === undefined)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)]));
  const bytes = readFileSync(value.file);
  const data = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return value.points ? { data, shape: value.shape } : imageBatch(data, value.shape);
}

function numbers(value) {
  if (ArrayBuffer.isView(value)) return Array.from(value);
  if (Array.isArray(value)) return value.map(numbers);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, numbers(item)]));
}

function plain(value) {
  return Number.isFinite(value) ? value : String(value);
}

// The entropy coder on one core: symbols per second, and bytes over the ideal code length.
import {
  codeLength,
  fitTables,
  openLatents,
  readLevels,
  uniformQuantiser,
  writeLatents,
} from '../packages/codec/src/index.js';
import { ransDecoder, ransEncoder, symbolSlots } from '../packages/codec/src/entropy/rans.js';
import { random } from '../packages/kernels/src/random.js';

const latentSize = 32;
const images = 60_000;
const rounds = 12;
const { normal } = random(0, 'codec bench');
const levels = Int32Array.from({ length: images * latentSize }, (_, i) =>
  Math.round((0.3 + 0.2 * (i % latentSize)) * normal()),
);
const tables = fitTables(levels, latentSize);
const content = {
  imageShape: [28, 28, 1],
  latentShape: [latentSize],
  quantiser: uniformQuantiser(1),
} as const;

/** The least time of all rounds, as millions of symbols per second. */
function speed(work: () => void): string {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return `${(levels.length / 1e3 / least).toFixed(0)} M symbols/s`;
}

const symbols = tables.map(({ lowest, exponents }, d) =>
  Uint8Array.from({ length: images }, (_, i) => {
    const symbol = levels[i * latentSize + d] - lowest;
    return symbol >= 0 && symbol < exponents.length - 1 ? symbol : exponents.length - 1;
  }),
);
const encoded = () => {
  const encoder = ransEncoder(levels.length);
  for (let d = latentSize - 1; d >= 0; d--) encoder.push(symbols[d], tables[d]);
  return encoder.finish();
};
const stream = encoded();
const file = writeLatents({ ...content, levels, tables });
const ideal = codeLength(levels, latentSize, tables).reduce((sum, bits) => sum + bits, 0) / 8;
const payload = openLatents(file).blocks.reduce((sum, block) => sum + block.payload.length, 0);
console.log(`blocks over the ideal code length: ${(100 * (payload / ideal - 1)).toFixed(3)} %`);
console.log(`rANS encode: ${speed(encoded)}`);
console.log(
  `rANS decode: ${speed(() => {
    const decoder = ransDecoder(stream);
    for (const table of tables) decoder.pull(images, symbolSlots(table));
  })}`,
);
console.log(`writeLatents: ${speed(() => writeLatents({ ...content, levels, tables }))}`);
console.log(`readLevels: ${speed(() => readLevels(openLatents(file)))}`);

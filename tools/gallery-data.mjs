// Makes the data of docs/gallery from finished runs and from the results of the reproductions. No training; seconds.
// Usage: npm run build && node tools/gallery-data.mjs RUNS
//
// RUNS holds the runs of examples/models under their names, mnist-variational-16 and mnist-denoising-64 after
// `aelab analyze`, mnist-rate-24 after `aelab codec-bench --images 500 --error-weights 0.2,1,5`; and, after
// `aelab analyze --latents`, two runs of the reproductions: one-value (a latent of 1 value) and cae (a spatial latent).
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cifar10, mnist } from '@aelab/datasets';
import { decodeNpy, encodeNpy, imagesFromNpy, selectImages, toUnitRange } from '@aelab/images';
import { knee, mean, mse } from '@aelab/metrics';
import { describeAutoencoder, loadAutoencoder, selectBackend } from '@aelab/models';

const runs = process.argv[2];
const out = 'docs/gallery/data';
mkdirSync(out, { recursive: true });

const read = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));
const record = (run) => read(runs, run, 'run.json');
const results = (name) => read('docs/reproductions', name, 'results.json').runs;
const array = (...path) => decodeNpy(readFileSync(join(runs, ...path)));
const save = (name, value) => writeFileSync(join(out, `${name}.json`), `${JSON.stringify(value)}\n`);
const npy = (name, images) => writeFileSync(join(out, `${name}.npy`), encodeNpy(bytes(images)));
const rounded = (values, digits = 4) => Array.from(values, (value) => Number(value.toPrecision(digits)));

const main = 'mnist-variational-16';
copyFileSync(join(runs, main, 'run.json'), join(out, 'run.json'));
copyFileSync(join(runs, main, 'embedding.json'), join(out, 'embedding.json'));
const { traversal, interpolation, filters, strangers } = read(runs, main, 'sheets.json');
const { noise } = read(runs, 'mnist-denoising-64', 'sheets.json');
save('sheets', { traversal, interpolation, filters, strangers, noise });
save('noise', record('mnist-denoising-64').noise);

const test = await mnist('test');
const firstOfEach = test.classNames.map((_, label) => test.labels.indexOf(label));
const originals = toUnitRange(test.images);
const made = (run) => imagesFromNpy(array(run, 'reconstructions.npy'), [0, 1]);
npy('originals', selectImages(originals, firstOfEach));
npy('variational-16', selectImages(made(main), firstOfEach));
npy('dense-30', selectImages(made('mnist-dense-30'), firstOfEach));
save('image-errors', rounded(mse(originals, made(main)), 3));

const compared = [
  'conv-linear-78',
  'conv-linear-39',
  'dense-30',
  'denoising-64',
  'variational-16',
  'rate-24',
];
save(
  'runs',
  compared.map((name) => {
    const { config, test, baselines, training } = record(`mnist-${name}`);
    const perClass = test.perClass.map(({ label, mse }) => ({ label, mse }));
    const { mse, mseInterval } = test;
    return {
      name,
      loss: config.training.loss,
      losses: rounded(training.loss),
      mse,
      mseInterval,
      pca: baselines.pca.mse,
      perClass,
    };
  }),
);

await selectBackend('cpu');
save('layers', describeAutoencoder(await loadAutoencoder(join(runs, 'mnist-conv-linear-39/model'))).layers);

const { models, rivals } = read(runs, 'mnist-rate-24/codec/codec-bench.json');
save(
  'rates',
  [...models.map(({ point }) => point), ...rivals].map(({ codec, scope, bitsPerPixel, psnr }) => ({
    codec: scope === 'image' ? `${codec}, each alone` : codec,
    x: bitsPerPixel,
    y: psnr,
  })),
);

const subset = (run) => read(runs, run, 'subset.json').test;
save('one-value', {
  values: rounded(array('one-value', 'latents.npy').data),
  labels: subset('one-value').map((i) => test.labels[i]),
  classNames: test.classNames,
});

const six = [0, 1, 2, 3, 4, 5];
const photos = selectImages((await cifar10('test')).images, subset('cae').slice(0, 6));
npy('cae-originals', toUnitRange(photos));
npy('cae-reconstructions', selectImages(made('cae'), six));
const { data, shape } = array('cae', 'latents.npy');
const latentSize = data.length / shape[0];
save('cae-latents', { shape: shape.slice(1), values: rounded(data.subarray(0, 6 * latentSize), 3) });

const bottlenecks = results('bottleneck-poster').filter(({ group }) => group === 'mnist');
const sizes = [...new Set(bottlenecks.map(({ model }) => model.latentShape[0]))].sort((a, b) => a - b);
const ofSize = (size) => bottlenecks.filter(({ model }) => model.latentShape[0] === size);
const average = (size, figure) => mean(Float64Array.from(ofSize(size), figure));
const errors = sizes.map((size) => average(size, (run) => run.test.mse));
save('bottlenecks', {
  knee: 784 / 2 ** knee(sizes.map(Math.log2), errors).x,
  sizes: sizes.map((size, i) => ({
    size,
    mse: errors[i],
    pca: average(size, (run) => run.baselines.pca.mse),
    seeds: ofSize(size).map((run) => run.test.mse),
    judge: ofSize(size).map(({ judge: { accuracyRatio, accuracyRatioInterval } }) => ({
      accuracyRatio,
      accuracyRatioInterval,
    })),
  })),
});

save(
  'times',
  results('linear-vs-conv-lab-report')
    .filter(({ group }) => group === 'epochs')
    .map(({ training: { epochs, seconds } }) => ({ epochs, seconds })),
);

function bytes({ data, shape }) {
  return { data: Uint8Array.from(data, (v) => Math.round(255 * Math.min(1, Math.max(0, v)))), shape };
}

// Makes the data of docs/gallery from a run of the demo and from PCA on MNIST. No training; about a minute.
// Usage: npm run build && node tools/gallery-data.mjs RUN
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addNoise, invert, mnist, stratifiedSubset } from '@aelab/datasets';
import { decodeNpy, encodeNpy, imagesFromNpy, selectImages, toUnitRange } from '@aelab/images';
import { informationLoss, knee, mean, medianFilter, mse, psnrGain } from '@aelab/metrics';
import { fitPca, pcaDecode, pcaEncode, pcaErrorCurve } from '@aelab/metrics/pca';
import { nearestReferences } from '@aelab/metrics/tsne';

const run = process.argv[2];
const out = 'docs/gallery/data';
mkdirSync(out, { recursive: true });
const save = (name, value) => writeFileSync(join(out, `${name}.json`), `${JSON.stringify(value)}\n`);
const npy = (name, images) => writeFileSync(join(out, `${name}.npy`), encodeNpy(bytes(images)));
const rounded = (values, digits = 4) => Array.from(values, (value) => Number(value.toPrecision(digits)));

copyFileSync(join(run, 'run.json'), join(out, 'run.json'));
copyFileSync(join(run, 'embedding.json'), join(out, 'embedding.json'));

const allTest = await mnist('test');
const firstOfEach = allTest.classNames.map((_, label) => allTest.labels.indexOf(label));
const originals = toUnitRange(allTest.images);
const copies = imagesFromNpy(decodeNpy(readFileSync(join(run, 'reconstructions.npy'))), [0, 1]);
save('image-errors', rounded(mse(originals, copies), 3));
const pictures = selectImages(originals, firstOfEach);
npy('originals', pictures);
npy('reconstructions', selectImages(copies, firstOfEach));

const train = stratifiedSubset(await mnist('train'), 3000, 0).dataset;
const test = stratifiedSubset(allTest, 1000, 0).dataset;
const [learnt, seen] = [toUnitRange(train.images), toUnitRange(test.images)];
const pca = fitPca(learnt, { components: 64 });
const cut = (images, k) => {
  const latents = pcaEncode(pca, images);
  return pcaDecode(
    pca,
    latents.map((value, i) => (i % 64 < k ? value : 0)),
    64,
  );
};
npy('pca-8', cut(pictures, 8));
npy('pca-32', cut(pictures, 32));
save('pca-latents', rounded(pcaEncode(pca, pictures)));
save('pca-components', rounded(pca.components.slice(0, 16 * 784)));

// The kernel of the encoder's first layer, [784, units], comes first in its weights.
const weights = readFileSync(join(run, 'model/encoder/weights.bin'));
const units = 128;
const kernel = new Float32Array(
  weights.buffer.slice(weights.byteOffset, weights.byteOffset + 784 * units * 4),
);
const filter = (unit) => Array.from({ length: 784 }, (_, pixel) => kernel[pixel * units + unit]);
save('filters', rounded(Array.from({ length: 16 }, (_, unit) => filter(unit)).flat(), 3));

const strengths = [0.2, 0.4, 0.6];
const noisy = strengths.map((factor) => addNoise(pictures, factor, 0));
npy('noisy', stacked(noisy));
npy('noisy-pca-32', stacked(noisy.map((images) => cut(images, 32))));

// Along the first components from −3 to 3 standard deviations, all other latents at their mean, 0.
const latents = pcaEncode(pca, learnt);
const deviation = (k) =>
  Math.sqrt(mean(Float64Array.from({ length: 3000 }, (_, i) => latents[64 * i + k] ** 2)));
const walk = [0, 1, 2, 3].flatMap((k) =>
  [-3, -2, -1, 0, 1, 2, 3].flatMap((t) =>
    Array.from({ length: 64 }, (_, i) => (i === k ? t * deviation(k) : 0)),
  ),
);
npy('traversal', pcaDecode(pca, Float64Array.from(walk), 64));

const sizes = [1, 2, 4, 8, 16, 32, 64];
const errors = pcaErrorCurve(pca, seen);
const curve = sizes.map((k) => ({ x: 784 / k, y: Number(errors[k].toPrecision(5)) }));
const bend = knee(
  sizes.map(Math.log2),
  curve.map(({ y }) => y),
).x;
save('pca-curve', { curve, knee: 784 / 2 ** bend });

save('one-value', {
  values: rounded(pcaEncode(fitPca(learnt, { components: 1 }), seen)),
  labels: [...test.labels],
  classNames: test.classNames,
});

save(
  'noise',
  [0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((factor) => {
    const noisy = addNoise(seen, factor, 0);
    const gain = (images) => Number(mean(psnrGain(seen, noisy, images)).toPrecision(4));
    return { factor, pca: gain(cut(noisy, 32)), median: gain(medianFilter(noisy, 3)) };
  }),
);

npy('inverted', invert(pictures));
npy('inverted-pca-32', cut(invert(pictures), 32));

// The judge: the class of the nearest training image.
const nearest = (images) => {
  const { indices } = nearestReferences(images, learnt, 1);
  return Uint8Array.from(indices, (i) => train.labels[i]);
};
const original = nearest(seen);
save(
  'judge',
  [1, 2, 4, 8, 32].map((k) => {
    const answers = { labels: test.labels, original, reconstruction: nearest(cut(seen, k)) };
    const { accuracyRatio, accuracyRatioInterval, confusion } = informationLoss(answers, test.classNames, {
      seed: 0,
    });
    return { k, accuracyRatio, accuracyRatioInterval, confusion };
  }),
);

const spread = (k) =>
  [0, 1, 2, 3, 4].map((seed) => {
    const few = stratifiedSubset(train, 500, seed).dataset;
    return Number(pcaErrorCurve(fitPca(toUnitRange(few.images), { components: k }), seen)[k].toPrecision(5));
  });
save(
  'seeds',
  [8, 16, 32].map((k) => ({ name: `PCA, ${k}`, values: spread(k) })),
);

function stacked(batches) {
  const data = Float32Array.from(batches.flatMap((batch) => Array.from(batch.data)));
  return { ...batches[0], data, shape: [batches.length * batches[0].shape[0], ...batches[0].shape.slice(1)] };
}

function bytes({ data, shape }) {
  return { data: Uint8Array.from(data, (v) => Math.round(255 * Math.min(1, Math.max(0, v)))), shape };
}

// What a PyTorch autoencoder loses, class by class, beside PCA and SVD with as many values. No TensorFlow.js in sight.
import { readFileSync, writeFileSync } from 'node:fs';
import { decodeNpy, imagesFromNpy, selectImages, toUnitRange, type ImageBatch } from '@aelab/images';
import { errorPer100Ink, mean, mse, perClass } from '@aelab/metrics';
import { fitPca, fitSvd, pcaDecode, pcaEncode, type LinearBasis } from '@aelab/metrics/pca';
import { formatFigure, markdown, perClassError, renderSvg, tableOf } from '@aelab/viz';

const [folder = '.'] = process.argv.slice(2);
const read = (name: string) =>
  toUnitRange(imagesFromNpy(decodeNpy(readFileSync(`${folder}/${name}.npy`)), [0, 255], 'nchw'));
const originals = read('originals');
const reconstructions = read('reconstructions');
const labels = JSON.parse(readFileSync(`${folder}/labels.json`, 'utf8')) as number[];
const classNames = Array.from('0123456789');

const errors = mse(originals, reconstructions);
const ink = errorPer100Ink(originals, reconstructions, labels, classNames, { seed: 0 });
const classes = perClass(errors, labels, classNames, { seed: 0 }).map(({ label, n, mean, interval }, c) => ({
  label,
  n,
  mse: mean,
  mseInterval: interval,
  msePer100Ink: ink[c].squared.value,
}));
writeFileSync(`${folder}/error-by-class.svg`, renderSvg(perClassError(classes)));

/** Error of a linear code that is fitted on one half of the images and measured on the other, both ways. */
function crossed(fit: (images: ImageBatch, options: { components: number }) => LinearBasis): number {
  const half = (part: number) =>
    selectImages(
      originals,
      labels.flatMap((_, i) => (i % 2 === part ? [i] : [])),
    );
  const error = (learnt: ImageBatch, asked: ImageBatch) => {
    const basis = fit(learnt, { components: 8 });
    return mean(mse(asked, pcaDecode(basis, pcaEncode(basis, asked))));
  };
  return (error(half(0), half(1)) + error(half(1), half(0))) / 2;
}

const rows = [
  { Method: 'PyTorch autoencoder, 8 values', MSE: mean(errors) },
  { Method: 'PCA, 8 components', MSE: crossed(fitPca) },
  { Method: 'SVD, 8 components', MSE: crossed(fitSvd) },
];
console.log(markdown(tableOf(`Error of ${formatFigure(labels.length)} digits`, rows)));

import type { ClassBlock, RunRecord } from '../record.js';

const classErrors = [0.0103, 0.0044, 0.0133, 0.0117, 0.0104, 0.0114, 0.0098, 0.0083, 0.0127, 0.0086];
const ink = [135.1, 60.2, 117.7, 112.4, 96.2, 103.5, 112.6, 90.1, 120.1, 98.2];

const perClass = classErrors.map((mse, digit): ClassBlock => ({
  label: String(digit),
  n: 1000,
  mse,
  mseInterval: [mse * 0.97, mse * 1.03],
  msePer100Ink: (100 * mse * 784) / ink[digit],
}));

/** A run as the demo makes it; floors and PCA are the measured ones of MNIST. */
export const mnistRecord: RunRecord = {
  schemaVersion: 1,
  config: {
    dataset: 'mnist',
    model: { type: 'dense', hidden: [128], latentDim: 32, activation: 'relu', latentActivation: 'linear' },
    training: {
      optimizer: 'adam',
      learningRate: 0.001,
      loss: 'mse',
      batchSize: 128,
      epochs: 5,
      validation: 0,
    },
    seed: 0,
    backend: 'auto',
  },
  seed: 0,
  backend: { name: 'wasm', why: 'the fastest of wasm and cpu in ten steps of this model' },
  environment: { node: '20.20.2', platform: 'linux x64', processor: '2 cores, AVX2', aelab: '0.1.0' },
  data: {
    name: 'mnist',
    checksums: {
      'train-images-idx3-ubyte': '65cd3e6a5e0e5c1c9f8f3e1c5c8ad2cf9b8a31ee22cf92d9c2b48f5ad4cdcb0f',
      't10k-images-idx3-ubyte': '05f6c7e2e0b8d8b1f0d4a3d2b1f0a9c8e7d6c5b4a3f2e1d0c9b8a7f6e5d4c3b2',
    },
    train: 60000,
    test: 10000,
    imageShape: [28, 28, 1],
  },
  model: { parameters: 209968, latentShape: [32], dimensionReduction: 24.5, expanding: false },
  training: {
    epochs: 5,
    seconds: 41.3,
    imagesPerSecond: 7264,
    loss: [0.0412, 0.0181, 0.0134, 0.0115, 0.0104],
    validationLoss: [],
    stopped: 'epochs',
  },
  test: {
    mse: 0.00971,
    mseInterval: [0.00962, 0.0098],
    rmse: 0.09854,
    mae: 0.03842,
    psnr: 20.73,
    psnrInterval: [20.68, 20.78],
    ssim: 0.8931,
    perClass,
  },
  baselines: {
    zero: { mse: 0.114, rmse: 0.3376, mae: 0.1325, psnr: 9.68 },
    mean: { mse: 0.0675, rmse: 0.2598, mae: 0.1503, psnr: 11.87 },
    median: { mse: 0.0879, rmse: 0.2965, mae: 0.1256, psnr: 10.81 },
    classMean: { mse: 0.0531, rmse: 0.2304, mae: 0.1203, psnr: 13.04 },
    pca: { components: 32, mse: 0.016828, rmse: 0.1297, mae: 0.06711, psnr: 18.04, ssim: 0.7812 },
  },
};

/** The same after `analyze` and `codec-bench`, with every optional block. */
export const fullRecord: RunRecord & Required<Pick<RunRecord, 'judge' | 'overlap' | 'bytes'>> = {
  ...mnistRecord,
  denoising: [
    {
      corruption: { type: 'noise', factor: 0.3 },
      psnr: 20.41,
      damaged: { gain: 6.9, interval: [6.86, 6.94] },
      medianFilter: { gain: 4.2, interval: [4.15, 4.24], size: 3 },
      gaussianFilter: { gain: 3.9, interval: [3.86, 3.95], sigma: 0.75 },
    },
  ],
  noise: {
    n: 1000,
    strengths: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((factor) => ({
      factor,
      psnr: 20 - 20 * factor,
      model: { gain: 12 * factor, interval: [12 * factor - 0.1, 12 * factor + 0.1] },
      medianFilter: 8 * factor,
      gaussianFilter: 7 * factor - 0.5,
      pca: 10 * factor - 1,
    })),
  },
  strangers: [
    { label: 'cartoon', mse: 0.0412, errsMoreThan: 0.998 },
    { label: 'nature', mse: 0.0231, errsMoreThan: 0.972 },
  ],
  model: {
    ...mnistRecord.model,
    layers: [
      { name: 'input', shape: [28, 28, 1], parameters: 0 },
      { name: 'dense', shape: [128], parameters: 100480 },
      { name: 'latent', shape: [32], parameters: 4128, latent: true },
      { name: 'dense', shape: [128], parameters: 4224 },
      { name: 'dense', shape: [784], parameters: 101136 },
    ],
  },
  training: {
    ...mnistRecord.training,
    validationLoss: [0.0224, 0.0149, 0.0121, 0.0109, 0.0101],
    bestEpoch: 5,
  },
  judge: {
    name: 'LeNet-5',
    accuracyOriginal: 0.9871,
    accuracyReconstruction: 0.9712,
    accuracyRatio: 0.9839,
    accuracyRatioInterval: [0.9808, 0.9868],
    mcnemarP: 1.2e-22,
    confusion: Array.from({ length: 10 }, (_, original) =>
      Array.from({ length: 10 }, (_, seen) =>
        seen === original ? 970 + original : (original * 7 + seen) % 5,
      ),
    ),
  },
  latents: {
    n: 2000,
    dead: 0,
    effectiveRank: 27.4,
    intrinsicDimension: 11.8,
    probeAccuracy: 0.881,
    neighbourAccuracy: 0.953,
  },
  overlap: {
    engine: 'barnes-hut',
    n: 1500,
    overlap: 0.93,
    pairFidelity: 0.981,
    p: 0.001,
    perClass: perClass.map(({ label }, digit) => ({
      label,
      n: 150,
      overlap: 0.97 - 0.012 * digit,
      pairFidelity: 0.99 - 0.002 * digit,
      p: digit < 3 ? 0.21 : 0.004,
    })),
  },
  bytes: {
    perImage: 24.6,
    withoutHeader: 24.5,
    decoder: 437824,
    compressionRatio: 31.9,
    breakEvenImages: 577,
  },
};

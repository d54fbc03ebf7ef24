import type { Autoencoder } from '@aelab/models';
import { denseAutoencoder, joinHalves } from '@aelab/models';
import { layers, sequential } from '@tensorflow/tfjs-layers';

/** What is trained; `training-peers.py` builds the same models. */
export interface Column {
  readonly batch: number;
  readonly imageShape: readonly [number, number, number];
  readonly build: () => Autoencoder;
}

const small = [28, 28, 1] as const;
const coloured = [32, 32, 3] as const;

/** 784-128-64-128-784 */
const dense = () => denseAutoencoder({ imageShape: small, hidden: [128], latentDim: 64, seed: 0 });

/** 16-pool-8-pool | 8-up-16-up-1 */
const conv28 = () =>
  joinHalves(
    sequential({ layers: [conv(16, 'relu', small), pool(), conv(8, 'relu'), pool()] }),
    sequential({
      layers: [conv(8, 'relu', [7, 7, 8]), up(), conv(16, 'relu'), up(), conv(1, 'sigmoid')],
    }),
  );

/** 32-pool-64-pool | up-32-up-3 */
const conv32 = () =>
  joinHalves(
    sequential({ layers: [conv(32, 'relu', coloured), pool(), conv(64, 'relu'), pool()] }),
    sequential({ layers: [up([8, 8, 64]), conv(32, 'relu'), up(), conv(3, 'sigmoid')] }),
  );

export const columns: Readonly<Record<string, Column>> = {
  'dense 128': { batch: 128, imageShape: small, build: dense },
  'dense 750': { batch: 750, imageShape: small, build: dense },
  'conv28 128': { batch: 128, imageShape: small, build: conv28 },
  'conv28 750': { batch: 750, imageShape: small, build: conv28 },
  'conv32 128': { batch: 128, imageShape: coloured, build: conv32 },
};

function conv(filters: number, activation: 'relu' | 'sigmoid', inputShape?: readonly number[]) {
  return layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation, ...shaped(inputShape) });
}

function pool() {
  return layers.maxPooling2d({ poolSize: 2 });
}

function up(inputShape?: readonly number[]) {
  return layers.upSampling2d({ size: [2, 2], ...shaped(inputShape) });
}

function shaped(inputShape: readonly number[] | undefined) {
  return inputShape && { inputShape: [...inputShape] };
}

import { formatAligned, formatFigure } from '../format-figure.js';
import type { DistortionBlock, Figure, RunRecord } from '../record.js';
import { backendName } from './backend-name.js';
import { markup, type Markup } from './markup.js';
import { configText, duration, plural } from './phrases.js';
import { verdict } from './verdict.js';

/** The first screen: the verdict, what was trained on what, and five figures beside their rival and their floor. */
export function summary(record: RunRecord): Markup {
  return markup`<p class="verdict">${verdict(record)}</p>
    <p class="muted">${facts(record)}</p>
    ${figuresTable(record)}`;
}

/** What was trained, in a few words: the title of a report. */
export function nameOf({ config, data, model }: RunRecord): string {
  const type = configText(config, 'model', 'type') ?? '';
  const values = data.imageShape?.reduce((product, size) => product * size, 1);
  const latent = latentValues(model);
  const kind = `${type} autoencoder of ${displayNames[data.name] ?? data.name}`.trim();
  const title =
    values === undefined
      ? `${kind}: ${plural(latent, 'value')} per image`
      : `${kind}: ${formatFigure(values)} values into ${formatFigure(latent)}`;
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** Data sets by the name that they go by in print. */
const displayNames: Readonly<Record<string, string>> = {
  mnist: 'MNIST',
  'fashion-mnist': 'Fashion-MNIST',
  'cifar-10': 'CIFAR-10',
  'stl-10': 'STL-10',
};

function latentValues({ latentShape }: RunRecord['model']): number {
  return latentShape.reduce((product, size) => product * size, 1);
}

function facts({ data, model, training, backend, seed }: RunRecord): string {
  const speed = `${formatFigure(Math.round(Number(training.imagesPerSecond)))} images/s`;
  const held = data.validation ? ` (${plural(data.validation, 'more image')} chose the best weights)` : '';
  return `${plural(model.parameters, 'parameter')}, trained for ${plural(training.epochs, 'epoch')} on ${plural(data.train, 'image')}${held} in ${duration(Number(training.seconds))}, ${speed} on ${backendName(backend)}, seed ${seed}. Measured on ${plural(data.test, 'test image')} that neither the model nor its rivals had seen; pixels in [0, 1].`;
}

interface Measure {
  readonly key: keyof DistortionBlock;
  readonly name: string;
  readonly better: 'lower' | 'higher';
  /** Significant digits. */
  readonly digits: number;
}

const measures: readonly Measure[] = [
  { key: 'mse', name: 'Mean squared error', better: 'lower', digits: 3 },
  { key: 'rmse', name: 'Root mean squared error', better: 'lower', digits: 3 },
  { key: 'mae', name: 'Mean absolute error', better: 'lower', digits: 3 },
  { key: 'psnr', name: 'PSNR, dB', better: 'higher', digits: 4 },
  { key: 'ssim', name: 'SSIM', better: 'higher', digits: 3 },
];

function figuresTable(record: RunRecord): Markup {
  const { pca } = record.baselines;
  const left = record.test.ssim === undefined ? 'ssim' : 'rmse';
  const rows = measures.filter(({ key }) => key !== left).map((measure) => measureRow(record, measure));
  return markup`<table class="five">
    <caption>
      The model beside its rival and its floor, on the test images
    </caption>
    <thead>
      <tr>
        <th scope="col">Figure</th>
        <th scope="col" class="number own">Model</th>
        <th scope="col" class="number">${pca ? plural(pca.components, 'PCA component') : 'PCA'}</th>
        <th scope="col" class="number">Best constant image</th>
      </tr>
    </thead>
    <tbody>
      ${rows}${valuesRow(record)}
    </tbody>
  </table> `;
}

function measureRow({ test, baselines }: RunRecord, { key, name, better, digits }: Measure): Markup {
  const floor = bestFloor(baselines, key, better);
  const figures = [test[key], baselines.pca?.[key], floor?.value];
  const [own, rival, constant] = formatAligned(
    figures.map((figure) => figure ?? 'NaN'),
    digits,
  );
  const interval = { mse: test.mseInterval, psnr: test.psnrInterval }[key as string];
  return markup`<tr>
    <th scope="row">${name}<small>${better} is better</small></th>
    <td class="number own">
      ${own}${interval && markup`<small>${formatAligned(interval, digits).join('–')}</small>`}
    </td>
    <td class="number">${rival}</td>
    <td class="number">${constant}${floor && markup`<small>${floor.name}</small>`}</td>
  </tr> `;
}

/** The constant image that is best by this measure: the mean image has the least MSE, the median image the least MAE. */
function bestFloor(
  { zero, mean, median }: RunRecord['baselines'],
  key: keyof DistortionBlock,
  better: Measure['better'],
): { name: string; value: Figure } | undefined {
  const sign = better === 'lower' ? 1 : -1;
  return Object.entries({ black: zero, mean, median })
    .flatMap(([name, block]) => (block[key] === undefined ? [] : [{ name, value: block[key] }]))
    .sort((a, b) => sign * (Number(a.value) - Number(b.value)))[0];
}

function valuesRow({ model, data, baselines: { pca } }: RunRecord): Markup {
  const values = data.imageShape?.reduce((product, size) => product * size, 1);
  return markup`<tr>
    <th scope="row">
      Values kept per
      image${values === undefined ? undefined : markup`<small>of ${formatFigure(values)}</small>`}
    </th>
    <td class="number own">
      ${formatFigure(latentValues(model))}<small>${formatFigure(model.dimensionReduction)}× fewer</small>
    </td>
    <td class="number">${pca ? formatFigure(pca.components) : '–'}</td>
    <td class="number">0</td>
  </tr> `;
}

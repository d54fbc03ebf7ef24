import type { ChartSpec } from '../svg/render-svg.js';
import { arialWidth } from '../svg/arial-width.js';
import { colours } from '../svg/palette.js';
import { wrapText } from '../svg/wrap-text.js';
import { defaultWidth, type ChartOptions } from './chart-options.js';
import { extent, histogram } from './histogram.js';

/**
 * The values of one latent neuron, a histogram for each class under the other: whether a mean that differs between
 * classes means that the classes are apart.
 *
 * An autoencoder's latent has neither sign nor scale of its own: only order and overlap can be compared between runs.
 *
 * @param latents - one value per image
 * @param labels - one class number per image, from 0
 * @throws RangeError if there are not as many latents as labels
 */
export function latentHistogram(
  latents: ArrayLike<number>,
  labels: ArrayLike<number>,
  classNames: readonly string[],
  { width = defaultWidth }: ChartOptions = {},
): ChartSpec {
  if (latents.length !== labels.length)
    throw new RangeError(
      `latentHistogram: there are ${latents.length} latents and ${labels.length} labels; it needs one of each per image`,
    );
  const domain = extent(latents);
  const values = classNames.flatMap((name, label) => {
    const own = Array.from(latents).filter((_, i) => labels[i] === label);
    return histogram(own, 48, domain).map(({ from, to, count }) => ({
      class: name,
      from,
      to,
      share: own.length > 0 ? count / own.length : 0,
    }));
  });
  const names = Math.ceil(Math.max(0, ...classNames.map((name) => arialWidth(name, 12, 'bold'))));
  const title = 'Values of the one latent neuron: shares of the images of each class';
  return {
    title: wrapText(title, width - 8, 15, 'bold'),
    description: `Histograms of the latent value, one below the other for ${classNames.length} classes. ${title}.`,
    data: { values },
    facet: {
      row: {
        field: 'class',
        type: 'nominal',
        sort: null,
        header: { labelAngle: 0, labelAlign: 'left', labelPadding: 8 },
      },
    },
    spacing: 4,
    spec: {
      width: width - names - 32,
      height: 30,
      transform: [{ filter: 'datum.share > 0' }],
      mark: { type: 'bar', binSpacing: 0, color: colours.model, fillOpacity: 0.7 },
      encoding: {
        x: {
          field: 'from',
          type: 'quantitative',
          bin: { binned: true },
          title: 'Latent value',
          axis: { tickCount: 6 },
          scale: { domain: [...domain], nice: false },
        },
        x2: { field: 'to' },
        y: { field: 'share', type: 'quantitative', axis: null },
      },
    },
  };
}

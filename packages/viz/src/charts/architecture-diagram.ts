import { formatFigure } from '../format-figure.js';
import type { LayerBlock } from '../record.js';
import { colours } from '../svg/palette.js';
import type { ChartSpec } from '../svg/render-svg.js';
import { defaultWidth, type ChartOptions } from './chart-options.js';

/**
 * The layers of an autoencoder from top to bottom, each as wide as the logarithm of its values: the hourglass, its
 * waist the latent.
 */
export function architectureDiagram(
  layers: readonly LayerBlock[],
  { width = defaultWidth }: ChartOptions = {},
): ChartSpec {
  const values = layers.map(row);
  const parameters = layers.reduce((sum, layer) => sum + layer.parameters, 0);
  const waist = layers.find(({ latent }) => latent);
  const title = `${layers.length} layers with ${formatFigure(parameters)} parameters${waist ? `; the latent has ${formatFigure(valuesOf(waist))} values` : ''}`;
  const y = {
    field: 'layer',
    type: 'nominal',
    sort: null,
    title: 'Layer',
    axis: { labelColor: colours.ink },
  } as const;
  return {
    title,
    description: `Diagram of the layers from input to output: ${values.map(({ layer, shape }) => `${layer} ${shape}`).join(', ')}.`,
    width,
    height: 30 * Math.max(1, layers.length),
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { values },
    encoding: { y },
    layer: [
      {
        mark: { type: 'bar', cornerRadius: 2 },
        encoding: {
          x: {
            field: 'left',
            type: 'quantitative',
            title: 'Width: logarithm of the values',
            axis: { labels: false, ticks: false, domain: false },
          },
          x2: { field: 'right' },
          description: { field: 'label' },
          color: {
            field: 'part',
            type: 'nominal',
            legend: null,
            scale: { domain: ['layer', 'latent'], range: [colours.model, colours.rival] },
          },
        },
      },
      {
        mark: { type: 'text', color: colours.ink, aria: false },
        encoding: { x: { datum: 0, type: 'quantitative', title: null }, text: { field: 'shape' } },
      },
    ],
  };
}

function row(layer: LayerBlock, i: number) {
  const reach = Math.log2(1 + valuesOf(layer)) / 2;
  const shape = layer.shape.join(' × ');
  return {
    layer: `${i + 1} ${layer.name}`,
    shape,
    values: valuesOf(layer),
    parameters: layer.parameters,
    part: layer.latent ? 'latent' : 'layer',
    label: `${layer.name}: ${shape}; parameters: ${formatFigure(layer.parameters)}`,
    left: -reach,
    right: reach,
  };
}

function valuesOf({ shape }: LayerBlock): number {
  return shape.reduce((product, size) => product * size, 1);
}

import { architectureDiagram, type ChartOptions, type LayerBlock } from '@aelab/viz';
import { json } from '../load.js';

const layers = json<LayerBlock[]>('layers');
export default (options: ChartOptions) => architectureDiagram(layers, options);

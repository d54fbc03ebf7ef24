import type { ReproductionEvent } from '@aelab/experiments';
import { showSweep } from './show-sweep.js';

/** Shows the runs of reproductions as one long sweep, and what is measured in between. */
export function showReproduction(runs: number) {
  const { show, stop } = showSweep(runs);
  let document = '';
  return {
    begin: (name: string) => {
      document = name;
    },
    show: (event: ReproductionEvent) => {
      if (event.kind === 'ended' || event.kind === 'progress') return show(event);
      stop();
      process.stderr.write(`${document} ${describe(event)}\n`);
    },
    stop,
  };
}

function describe(event: Extract<ReproductionEvent, { kind: 'group' | 'missing' | 'measuring' }>): string {
  if (event.kind === 'group') return `${event.name}: ${event.runs} runs`;
  if (event.kind === 'missing') return `${event.group}: left out: ${event.why}`;
  return `${event.group}: measuring run ${event.run}/${event.runs}`;
}

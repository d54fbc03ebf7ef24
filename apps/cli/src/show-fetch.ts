import type { FetchEvent } from '@aelab/datasets';
import { Presets, SingleBar } from 'cli-progress';

/** Shows a fetch on standard error: a bar on a terminal, a line for each tenth elsewhere. */
export function showFetch(): { show: (event: FetchEvent) => void; stop: () => void } {
  return process.stderr.isTTY ? barProgress() : lineProgress();
}

type Received = Extract<FetchEvent, { stage: 'download' }>;

function line(text: string): void {
  process.stderr.write(`${text}\n`);
}

function describe(event: Exclude<FetchEvent, Received>): string {
  if (event.stage === 'waiting') return 'waiting for another process that fetches the same data set';
  return `${event.file}: checked and stored`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function lineProgress() {
  let last = '';
  return {
    show: (event: FetchEvent) => {
      if (event.stage !== 'download') return line(describe(event));
      const { file, received, total } = event;
      const share = total === undefined ? '' : ` of ${megabytes(total)}`;
      const tenth = `${file} ${Math.floor((10 * received) / (total ?? 1e8))}`;
      if (tenth === last) return;
      last = tenth;
      line(`${file}: ${megabytes(received)}${share} MB`);
    },
    stop: () => undefined,
  };
}

function barProgress() {
  let bar: SingleBar | undefined;
  let file = '';
  const stop = () => {
    bar?.stop();
    bar = undefined;
  };
  return {
    show: (event: FetchEvent) => {
      if (event.stage !== 'download') {
        stop();
        return line(describe(event));
      }
      if (event.file !== file) stop();
      file = event.file;
      bar ??= startBar(event);
      bar.update(event.received, { size: sizeOf(event) });
    },
    stop,
  };
}

function startBar(event: Received): SingleBar {
  const format = `${event.file} {bar} {size} MB, {eta_formatted} left`;
  const bar = new SingleBar(
    { format, barsize: 24, hideCursor: true, etaBuffer: 200 },
    Presets.shades_classic,
  );
  bar.start(event.total ?? event.received, event.received, { size: sizeOf(event) });
  return bar;
}

function sizeOf({ received, total }: Received): string {
  return total === undefined ? megabytes(received) : `${megabytes(received)} of ${megabytes(total)}`;
}

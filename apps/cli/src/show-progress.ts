import type { RunEvent } from '@aelab/experiments';
import { backendName } from '@aelab/viz';
import { Presets, SingleBar } from 'cli-progress';
import { duration } from './duration.js';

/** Shows a run's events on standard error: a bar on a terminal, a line for each epoch elsewhere. */
export function showProgress(): { show: (event: RunEvent) => void; stop: () => void } {
  return process.stderr.isTTY ? barProgress() : lineProgress();
}

type Training = Extract<RunEvent, { stage: 'training' }>;

function line(text: string): void {
  process.stderr.write(`${text}\n`);
}

function lineProgress() {
  return {
    show: (event: RunEvent) => {
      if (event.stage !== 'training') return line(describe(event));
      if (event.step !== event.steps) return;
      const { epoch, epochs, loss, imagesPerSecond } = event;
      line(
        `epoch ${epoch + 1}/${epochs}: loss ${loss.toFixed(5)}, ${Math.round(imagesPerSecond)} images/s, ${duration(event.secondsLeft)} left`,
      );
    },
    stop: () => undefined,
  };
}

function barProgress() {
  let bar: SingleBar | undefined;
  const stop = () => {
    bar?.stop();
    bar = undefined;
  };
  return {
    show: (event: RunEvent) => {
      if (event.stage !== 'training') {
        stop();
        return line(describe(event));
      }
      bar ??= startBar(event.steps * event.epochs);
      bar.update(event.epoch * event.steps + event.step, {
        epoch: `${event.epoch + 1}/${event.epochs}`,
        loss: event.loss.toFixed(5),
        speed: Math.round(event.imagesPerSecond),
        left: duration(event.secondsLeft),
      });
    },
    stop,
  };
}

function startBar(total: number): SingleBar {
  const format = 'training {bar} epoch {epoch}  loss {loss}  {speed} images/s  {left} left';
  const bar = new SingleBar({ format, barsize: 24, hideCursor: true }, Presets.shades_classic);
  bar.start(total, 0, { epoch: '', loss: '', speed: '', left: '' });
  return bar;
}

function describe(event: Exclude<RunEvent, Training>): string {
  if (event.stage === 'data')
    return `data: ${event.name}, ${event.train} training and ${event.test} test images`;
  if (event.stage === 'backend')
    return [
      `backend: ${backendName(event)} (${event.why})`,
      ...event.warnings.map((text) => `warning: ${text}`),
    ].join('\n');
  if (event.stage === 'model')
    return `model: ${event.parameters} parameters, latent ${event.latentShape.join('×')}, dimension reduction ${event.dimensionReduction.toFixed(1)}${event.expanding ? ' (expanding: it compresses nothing)' : ''}`;
  return `evaluation: ${event.what}`;
}

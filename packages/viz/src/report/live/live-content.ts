import { lossCurves, type LossCurve } from '../../charts/loss-curves.js';
import { runErrors, type RunError } from '../../charts/run-errors.js';
import { formatFigure } from '../../format-figure.js';
import type { Figure } from '../../record.js';
import { tableOf } from '../../tables/table.js';
import { chartFigure } from '../chart-figure.js';
import { markup, write, type Markup } from '../markup.js';
import { duration, plural } from '../phrases.js';
import type { SampleRows } from '../report.js';
import { samplesFigure } from '../samples-figure.js';
import { tableMarkup } from '../table-markup.js';

export type LiveState = 'running' | 'interrupted' | 'finished';

/** A training as far as it has come. */
export interface LiveTraining {
  readonly name: string;
  /** Share of it that is done, in [0, 1]. */
  readonly share: number;
  readonly imagesPerSecond?: Figure | undefined;
  readonly secondsLeft?: Figure | undefined;
  /** Of each epoch that is over. */
  readonly loss: readonly Figure[];
  readonly validationLoss: readonly Figure[];
}

export interface LiveRun extends LiveTraining {
  readonly state: LiveState;
  /** The name of the loss. */
  readonly lossName?: string | undefined;
  /** Images and what the model made of them, early to late. */
  readonly samples?: SampleRows;
  /** What the finished run shows, in plain sentences. */
  readonly verdict?: string;
}

export interface LiveSweep {
  readonly state: LiveState;
  readonly finished: number;
  readonly failed: number;
  readonly trainings: readonly LiveTraining[];
  /** Finished runs, as far as their figures are known. */
  readonly errors: readonly RunError[];
}

/** A run at work, or finished, as the content of a {@link livePage}. */
export function liveRun(run: LiveRun): string {
  const { state, loss, validationLoss, lossName, samples, verdict } = run;
  const curves = [
    { name: 'training', losses: loss },
    ...(validationLoss.length > 0 ? [{ name: 'validation', losses: validationLoss }] : []),
  ];
  return write(
    markup`<p class="verdict">${verdict ?? stateSentence(state, run)}</p>
      ${state === 'finished' && markup`<p><a href="report.html">The report of this run</a></p>`}
      ${
        loss.length > 0 &&
        section(
          'training',
          'How training goes',
          chartFigure((options) => lossCurves(curves, { ...options, loss: lossName }), 'loss'),
        )
      }
      ${samples && section('samples', 'What it makes of images', samplesFigure(samples))}`,
  );
}

/** A sweep at work, or finished, as the content of a {@link livePage}. */
export function liveSweep({ state, finished, failed, trainings, errors }: LiveSweep): string {
  const counts = [
    `${plural(finished, 'run')} finished`,
    ...(state === 'running' ? [`${formatFigure(trainings.length)} at work`] : []),
    ...(failed > 0 ? [`${formatFigure(failed)} failed`] : []),
  ];
  const curves = trainings
    .filter(({ loss }) => loss.length > 0)
    .map(({ name, loss }): LossCurve => ({ name, losses: loss }));
  const best = [...errors].sort((a, b) => Number(a.mse) - Number(b.mse)).slice(0, mostRuns);
  return write(
    markup`<p class="verdict">${counts.join(', ')}${state === 'interrupted' ? '; interrupted' : ''}.</p>
      ${trainings.length > 0 && section('work', 'At work', tableMarkup(workTable(trainings)))}
      ${
        curves.length > 0 &&
        section(
          'training',
          'How training goes',
          chartFigure((options) => lossCurves(curves, options), 'loss'),
        )
      }
      ${
        best.length > 0 &&
        section(
          'errors',
          errors.length > mostRuns ? `The best ${mostRuns} so far` : 'Finished',
          chartFigure((options) => runErrors(best, options), 'errors'),
        )
      }`,
  );
}

const mostRuns = 20;

function stateSentence(state: LiveState, { share, imagesPerSecond, secondsLeft }: LiveTraining): string {
  const done = `${Math.floor(100 * share)}\u00a0% of the training is done`;
  if (state !== 'running') return `${done}; it was interrupted.`;
  const speed = imagesPerSecond === undefined ? '' : `, ${speedText(imagesPerSecond)}`;
  const left = secondsLeft === undefined ? '' : `, ${duration(Math.round(Number(secondsLeft)))} left`;
  return `${done}${speed}${left}.`;
}

function speedText(imagesPerSecond: Figure): string {
  return `${formatFigure(Math.round(Number(imagesPerSecond)))} images/s`;
}

function workTable(trainings: readonly LiveTraining[]) {
  return tableOf(
    'Trainings at work',
    trainings.map(({ name, share, imagesPerSecond, loss }) => ({
      Run: name,
      'Done, %': Math.floor(100 * share),
      'Images/s': imagesPerSecond === undefined ? null : Math.round(Number(imagesPerSecond)),
      'Epochs over': loss.length,
      Loss: loss.length > 0 ? Number(loss[loss.length - 1]) : null,
    })),
  );
}

function section(id: string, title: string, body: Markup): Markup {
  return markup`<section aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${body}
  </section>`;
}

import { canonicalJson } from '../sweep/content-address.js';
import { describeChanges } from '../sweep/expand-sweep.js';
import { UsageError } from '../usage-error.js';
import { timesOf, trackedScalars } from './tracked-scalars.js';
import type { TrackedRun, Tracker } from './tracker.js';

/**
 * Logs runs to an MLflow server by its REST API: the config as parameters, the losses of each epoch and the figures as
 * metrics. A run carries its content address as the tag `aelab.address`, by which one logged before is found.
 *
 * @param url - the server's, as in `http://127.0.0.1:5000`
 * @param experiment - made where it does not exist
 * @throws UsageError if no MLflow answers there
 * @see MLflow documentation, "REST API", version 2.0
 */
export async function mlflowTracker(url: string, experiment: string): Promise<Tracker> {
  const call = caller(url);
  const experimentId = await findOrCreate(call, experiment);
  return {
    async log(run) {
      if (await isLogged(call, experimentId, run.address)) return;
      const runId = await createRun(call, experimentId, run);
      for (const params of chunks(paramsOf(run), mostParams))
        await call('runs/log-batch', { run_id: runId, params });
      for (const metrics of chunks(metricsOf(run), mostMetrics))
        await call('runs/log-batch', { run_id: runId, metrics });
      await call('runs/update', {
        run_id: runId,
        status: 'FINISHED',
        end_time: Math.round(1000 * timesOf(run).ended),
      });
    },
  };
}

/** What one request of `log-batch` may hold. */
const mostParams = 100;
const mostMetrics = 1000;

type Answer = { readonly message?: string; readonly error_code?: string } & Readonly<Record<string, unknown>>;

type Call = (endpoint: string, body?: object) => Promise<Answer>;

function caller(url: string): Call {
  if (!/^https?:\/\//.test(url))
    throw new UsageError(`mlflow: the URL is ${url}; it must be as in http://127.0.0.1:5000`);
  return async (endpoint, body) => {
    const response = await request(`${url.replace(/\/$/, '')}/api/2.0/mlflow/${endpoint}`, body, url);
    const answer = (await response.json().catch(() => ({}))) as Answer;
    if (response.ok) return answer;
    const why = answer.message ?? response.statusText;
    throw Object.assign(new Error(`mlflow: ${endpoint} failed at ${url}: ${response.status} ${why}`), {
      code: answer.error_code,
    });
  };
}

/** Posts a body; gets where there is none. */
async function request(address: string, body: object | undefined, url: string): Promise<Response> {
  const posted = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  try {
    return await fetch(address, { ...(body && posted), signal: AbortSignal.timeout(30_000) });
  } catch (error) {
    const { cause, message } = error as { cause?: NodeJS.ErrnoException; message: string };
    throw new UsageError(
      `mlflow: nothing answers at ${url} (${cause?.code ?? message}); start it: mlflow server`,
    );
  }
}

async function findOrCreate(call: Call, name: string): Promise<string> {
  try {
    return String((await call('experiments/create', { name }))['experiment_id']);
  } catch (error) {
    if ((error as { code?: string }).code !== 'RESOURCE_ALREADY_EXISTS') throw error;
  }
  const { experiment } = await call(`experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`);
  return (experiment as { experiment_id: string }).experiment_id;
}

/** Whether the run is there, whole: one that was cut off while it was logged is still running, and deleted. */
async function isLogged(call: Call, experimentId: string, address: string): Promise<boolean> {
  const found = await call('runs/search', {
    experiment_ids: [experimentId],
    filter: `tags.\`aelab.address\` = '${address}'`,
  });
  const runs = (found['runs'] ?? []) as { info: { run_id: string; status: string } }[];
  for (const { info } of runs.filter((run) => run.info.status !== 'FINISHED'))
    await call('runs/delete', { run_id: info.run_id });
  return runs.some(({ info }) => info.status === 'FINISHED');
}

async function createRun(call: Call, experimentId: string, run: TrackedRun): Promise<string> {
  const { run: created } = await call('runs/create', {
    experiment_id: experimentId,
    run_name: describeChanges(run.changes),
    start_time: Math.round(1000 * timesOf(run).begun),
    tags: [{ key: 'aelab.address', value: run.address }],
  });
  return (created as { info: { run_id: string } }).info.run_id;
}

/** The config's values by dotted path. */
function paramsOf({ record }: TrackedRun): { key: string; value: string }[] {
  const flat = (block: object, prefix: string): [string, unknown][] =>
    Object.entries(block).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? flat(value, `${prefix}${key}.`)
        : [[prefix + key, value]],
    );
  return flat(record.config, '').map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? value : canonicalJson(value),
  }));
}

/** JSON cannot carry a number that is not finite; MLflow reads it from a string. */
function metricsOf(run: TrackedRun) {
  const timestamp = Math.round(1000 * timesOf(run).ended);
  return trackedScalars(run).map(({ name, step, value }) => ({
    ...{ key: name, step, timestamp },
    value: Number.isFinite(value) ? value : String(value),
  }));
}

function chunks<T>(items: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, i) =>
    items.slice(i * most, (i + 1) * most),
  );
}

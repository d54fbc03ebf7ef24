import { z } from 'zod';
import { UsageError } from '../usage-error.js';

const count = z.int().min(1);
const bounds = z.tuple([z.number(), z.number()]).refine(([lo, hi]) => lo < hi, 'expected [low, high]');
const values = z.array(z.json()).min(1);

const draw = z.union([
  z.strictObject({ uniform: bounds }),
  z.strictObject({ logUniform: bounds.refine(([lo]) => lo > 0, 'expected a low above 0') }),
  z.strictObject({
    integers: z.tuple([z.int(), z.int()]).refine(([lo, hi]) => lo < hi, 'expected [low, high]'),
  }),
  z.strictObject({ oneOf: values }),
]);

const random = z.strictObject({
  runs: count,
  seed: z.int().min(0).default(0),
  axes: z.record(z.string(), draw),
});

const budget = z.union([
  z.strictObject({ epochs: count }),
  z.strictObject({ seconds: z.number().positive() }),
  z.strictObject({ parameters: count, by: z.string() }),
]);

const goal = z
  .record(z.string(), z.string().regex(/^\s*(<=|>=)\s*[-+\d.eE]+\s*$/, 'expected "<= x" or ">= x"'))
  .refine((stated) => Object.keys(stated).length === 1, 'expected one figure');

const smallest = z
  .record(
    z.string(),
    z.tuple([count, count]).refine(([lo, hi]) => lo < hi, 'expected [low, high]'),
  )
  .refine((stated) => Object.keys(stated).length === 1, 'expected one field');

const asha = z.strictObject({
  /** Epochs after which the first candidates are compared. */
  minEpochs: count.default(1),
  /** One in `eta` candidates goes on from each comparison, to `eta` times the epochs. */
  eta: z.int().min(2).default(3),
});

const sweepSchema = z.strictObject({
  /** The config that every run begins from. */
  base: z.record(z.string(), z.json()),
  /** Config fields by dotted path, each with its values; every combination is run. */
  axes: z.record(z.string(), values).default({}),
  /** Changes that are made together, one set after the other. */
  list: z.array(z.record(z.string(), z.json())).min(1).optional(),
  random: random.optional(),
  /** Seeds of every combination: a number of them, from 0 on, or a list; the base's seed when absent. */
  seeds: z.union([count, z.array(z.int().min(0)).min(1)]).optional(),
  budget: budget.optional(),
  goal: goal.optional(),
  /** With `goal`: the field whose smallest value is sought, and its bounds. */
  smallest: smallest.optional(),
  asha: asha.optional(),
});

/** A sweep as its file states it, with defaults filled in. */
export type Sweep = z.output<typeof sweepSchema>;
export type Draw = z.output<typeof draw>;
export type Budget = z.output<typeof budget>;
export type Asha = z.output<typeof asha>;

/**
 * The sweep that an object states.
 *
 * @throws UsageError naming what is unknown, missing or contradictory, in one line
 */
export function parseSweep(stated: unknown): Sweep {
  const parsed = sweepSchema.safeParse(stated);
  if (!parsed.success) throw new UsageError(`sweep: ${parsed.error.issues.map(describeIssue).join('; ')}`);
  const { goal, smallest, asha } = parsed.data;
  if (goal && asha) throw new UsageError('sweep: both goal and asha are given; choose one');
  if (smallest && !goal)
    throw new UsageError(
      'sweep: smallest is given without a goal; add one, as in goal: { test.mse: <= 0.01 }',
    );
  assertStatedOnce(parsed.data);
  return parsed.data;
}

/** Two statements about one field would make the last one win in silence. */
function assertStatedOnce(sweep: Sweep): void {
  const fields = [
    ...Object.keys(sweep.axes),
    ...new Set(sweep.list?.flatMap(Object.keys)),
    ...Object.keys(sweep.random?.axes ?? {}),
    ...Object.keys(sweep.smallest ?? {}),
    ...(sweep.seeds === undefined ? [] : ['seed']),
    ...budgetedFields(sweep.budget),
  ];
  const twice = fields.find((field, i) => fields.indexOf(field) !== i);
  if (twice !== undefined)
    throw new UsageError(`sweep: ${twice} is stated twice; name each field in one place only`);
}

function budgetedFields(budget: Budget | undefined): string[] {
  if (!budget) return [];
  return ['by' in budget ? budget.by : 'training.epochs'];
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys')
    return `unknown key ${[...issue.path, issue.keys.join(', ')].join('.')}; the keys of a sweep are ${Object.keys(sweepSchema.shape).join(', ')}`;
  if (issue.code === 'invalid_union') return `${path} has none of the forms that docs/sweeps.md shows`;
  return `${path || 'the file'}: ${issue.message}`;
}

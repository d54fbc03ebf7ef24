/** A value of a pickle. Strings are the views of their bytes; a JavaScript string is a name such as `numpy dtype`. */
export type PickleValue =
  null | boolean | number | string | Uint8Array | PickleValue[] | Map<string, PickleValue> | PickleObject;

/** An object that Python would make by calling `callable`; here it is only described. */
export interface PickleObject {
  readonly callable: PickleValue;
  readonly args: PickleValue;
  readonly state?: PickleValue;
}

/** The names that a pickled NumPy array mentions; no other is let through. */
const knownNames = ['numpy.core.multiarray _reconstruct', 'numpy ndarray', 'numpy dtype'];

/** What Python's unpickler is: a position in the bytes, and a stack. */
interface Machine {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly stack: (PickleValue | typeof mark)[];
  at: number;
}

const mark = Symbol('mark');

/**
 * What a Python pickle describes, read as plain data: nothing is imported, called or run, and a pickle that names
 * anything but NumPy's arrays is refused. Knows the opcodes of protocol 2 that the batches of CIFAR-10 consist of.
 *
 * @throws RangeError if the bytes are no such pickle; the message says where
 * @see Python's Lib/pickletools.py
 */
export function decodePickle(bytes: Uint8Array): PickleValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const machine: Machine = { bytes, view, stack: [], at: 0 };
  for (;;) {
    const opcode = bytes[skip(machine, 1)];
    if (opcode === stop) return resultOf(machine);
    const run = opcodes.get(opcode);
    if (run === undefined)
      fail(machine, `has the opcode 0x${opcode.toString(16)}; the batches of CIFAR-10 do not use it`);
    run(machine);
  }
}

const stop = 0x2e;

const opcodes = new Map<number, (machine: Machine) => void>([
  [0x80, (m) => checkProtocol(m)],
  [code('q'), (m) => void skip(m, 1)], // remembers the top of the stack; nothing here asks for it again
  [code('r'), (m) => void skip(m, 4)],
  [code('('), (m) => void m.stack.push(mark)],
  [code('N'), (m) => void m.stack.push(null)],
  [0x88, (m) => void m.stack.push(true)],
  [0x89, (m) => void m.stack.push(false)],
  [code('K'), (m) => void m.stack.push(m.view.getUint8(skip(m, 1)))],
  [code('M'), (m) => void m.stack.push(m.view.getUint16(skip(m, 2), true))],
  [code('J'), (m) => void m.stack.push(m.view.getInt32(skip(m, 4), true))],
  [code('U'), (m) => void m.stack.push(text(m, m.view.getUint8(skip(m, 1))))],
  [code('T'), (m) => void m.stack.push(text(m, m.view.getUint32(skip(m, 4), true)))],
  [code('c'), (m) => void m.stack.push(knownName(m))],
  [code(']'), (m) => void m.stack.push([])],
  [code('}'), (m) => void m.stack.push(new Map())],
  [code('t'), (m) => void m.stack.push(popToMark(m))],
  [0x85, (m) => void m.stack.push([pop(m)])],
  [0x86, (m) => void m.stack.push([pop(m), pop(m)].reverse())],
  [0x87, (m) => void m.stack.push([pop(m), pop(m), pop(m)].reverse())],
  [code('e'), (m) => append(m, popToMark(m))],
  [code('u'), (m) => setItems(m, popToMark(m))],
  [code('R'), (m) => reduce(m)],
  [code('b'), (m) => build(m)],
]);

function code(character: string): number {
  return character.charCodeAt(0);
}

function fail({ at }: Machine, problem: string): never {
  throw new RangeError(`decodePickle: the pickle ${problem} (before byte ${at})`);
}

/** Steps over `length` bytes and says where they begin. */
function skip(machine: Machine, length: number): number {
  const from = machine.at;
  if (from + length > machine.bytes.length) fail(machine, `ends where ${length} more bytes belong`);
  machine.at += length;
  return from;
}

function text(machine: Machine, length: number): Uint8Array {
  const from = skip(machine, length);
  return machine.bytes.subarray(from, from + length);
}

function checkProtocol(machine: Machine): void {
  const protocol = machine.bytes[skip(machine, 1)];
  if (protocol !== 2) fail(machine, `is of protocol ${protocol}; the batches of CIFAR-10 are of protocol 2`);
}

function knownName(machine: Machine): string {
  const [module, name] = [line(machine), line(machine)];
  const full = `${module} ${name}`;
  if (!knownNames.includes(full))
    fail(machine, `asks for ${JSON.stringify(full.slice(0, 80))}; images need NumPy arrays only`);
  return full;
}

function line(machine: Machine): string {
  const end = machine.bytes.indexOf(0x0a, machine.at);
  if (end < 0) fail(machine, 'ends within a name');
  return latin1(text(machine, end + 1 - machine.at).subarray(0, -1));
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

function pop(machine: Machine): PickleValue {
  const value = machine.stack.pop();
  if (value === undefined || value === mark) fail(machine, 'takes a value where there is none');
  return value;
}

function popToMark(machine: Machine): PickleValue[] {
  const at = machine.stack.lastIndexOf(mark);
  if (at < 0) fail(machine, 'has no mark where one belongs');
  return machine.stack.splice(at).slice(1) as PickleValue[];
}

function append(machine: Machine, values: PickleValue[]): void {
  const list = machine.stack.at(-1);
  if (!Array.isArray(list)) fail(machine, 'appends to what is no list');
  for (const value of values) list.push(value);
}

function setItems(machine: Machine, values: PickleValue[]): void {
  const map = machine.stack.at(-1);
  if (!(map instanceof Map) || values.length % 2 !== 0) fail(machine, 'sets items of what is no dictionary');
  for (let i = 0; i < values.length; i += 2) {
    const key = values[i];
    if (!(key instanceof Uint8Array)) fail(machine, 'has a key that is no string');
    map.set(latin1(key), values[i + 1]);
  }
}

function reduce(machine: Machine): void {
  const args = pop(machine);
  machine.stack.push({ callable: pop(machine), args });
}

function build(machine: Machine): void {
  const state = pop(machine);
  const object = pop(machine);
  if (!isPickleObject(object)) fail(machine, 'gives a state to what is no object');
  machine.stack.push({ ...object, state });
}

export function isPickleObject(value: PickleValue | undefined): value is PickleObject {
  return typeof value === 'object' && value !== null && 'callable' in value;
}

function resultOf(machine: Machine): PickleValue {
  const result = pop(machine);
  if (machine.stack.length > 0) fail(machine, `leaves ${machine.stack.length} values over`);
  return result;
}

/**
 * An ONNX model file of one node: `c = a · b`, either operand transposed; its sizes are left open.
 *
 * @see onnx.proto of ONNX 1.8 (opset 13) for the numbers of the fields
 */
export function gemmModel({
  transposeA,
  transposeB,
}: {
  transposeA: boolean;
  transposeB: boolean;
}): Uint8Array {
  const node = [
    ...text(1, 'a'),
    ...text(1, 'b'),
    ...text(2, 'c'),
    ...text(4, 'Gemm'),
    ...message(5, integerAttribute('transA', Number(transposeA))),
    ...message(5, integerAttribute('transB', Number(transposeB))),
  ];
  const graph = [
    ...message(1, node),
    ...text(2, 'gemm'),
    ...message(11, floatMatrix('a')),
    ...message(11, floatMatrix('b')),
    ...message(12, floatMatrix('c')),
  ];
  const opset = [...text(1, ''), ...integer(2, 13)];
  return Uint8Array.from([...integer(1, 8), ...message(7, graph), ...message(8, opset)]);
}

function floatMatrix(name: string): number[] {
  const dimension = (axis: string) => message(1, text(2, `${name}_${axis}`));
  const tensor = [...integer(1, 1), ...message(2, [...dimension('rows'), ...dimension('columns')])];
  return [...text(1, name), ...message(2, message(1, tensor))];
}

function integerAttribute(name: string, value: number): number[] {
  return [...text(1, name), ...integer(3, value), ...integer(20, 2)];
}

// Protocol buffers: each field is its number and kind, then a number, or a length and so many bytes.

function integer(field: number, value: number): number[] {
  return [...varint(field << 3), ...varint(value)];
}

function message(field: number, bytes: readonly number[]): number[] {
  return [...varint((field << 3) | 2), ...varint(bytes.length), ...bytes];
}

function text(field: number, value: string): number[] {
  return message(field, [...new TextEncoder().encode(value)]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

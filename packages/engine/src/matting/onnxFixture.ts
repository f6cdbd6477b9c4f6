/**
 * An ONNX model of one or two operations, written by hand as protobuf (onnx.proto3: ModelProto and what it holds): the
 * mean of the three channels, through a sigmoid if wanted. As input it takes 1 × 3 × side × side. For tests.
 */
export function channelMean({ sidePx, sigmoid }: { sidePx: number; sigmoid: boolean }): Uint8Array {
  const axes = message(bytes(1, "axes"), number(20, 7), number(8, 1));
  const keep = message(bytes(1, "keepdims"), number(20, 2), number(3, 1));
  const mean = sigmoid ? "mean" : "mask";
  const nodes = [
    message(bytes(1, "x"), bytes(2, mean), bytes(4, "ReduceMean"), bytes(5, axes), bytes(5, keep)),
    ...(sigmoid ? [message(bytes(1, "mean"), bytes(2, "mask"), bytes(4, "Sigmoid"))] : []),
  ];
  const graph = message(
    ...nodes.map((node) => bytes(1, node)),
    bytes(2, "g"),
    bytes(11, value("x", [1, 3, sidePx, sidePx])),
    bytes(12, value("mask", [1, 1, sidePx, sidePx])),
  );
  const opset = message(bytes(1, ""), number(2, 13));
  return Uint8Array.from(message(number(1, 7), bytes(8, opset), bytes(7, graph)));
}

function value(name: string, dims: number[]): number[] {
  const shape = message(...dims.map((dim) => bytes(1, message(number(1, dim)))));
  return message(bytes(1, name), bytes(2, message(bytes(1, message(number(1, 1), bytes(2, shape))))));
}

function message(...fields: number[][]): number[] {
  return fields.flat();
}

function number(field: number, value: number): number[] {
  return [...varint(field << 3), ...varint(value)];
}

function bytes(field: number, content: string | number[]): number[] {
  const raw = typeof content === "string" ? [...new TextEncoder().encode(content)] : content;
  return [...varint((field << 3) | 2), ...varint(raw.length), ...raw];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

import { readFileSync } from "node:fs";

/** What a WebAssembly module gives: its memory, and its functions by name. */
export interface Loops {
  memory: WebAssembly.Memory;
  loop(name: string): (...numbers: number[]) => void;
}

/** @param file a module of plain loops, which imports nothing and exports its `memory`. */
export function openLoops(file: URL): Loops {
  const { memory, ...loops } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file))).exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new Error(`${file.pathname} exports no memory`);
  const loop = (name: string) => {
    const found = loops[name];
    if (typeof found !== "function") throw new Error(`${file.pathname} does not export ${name}`);
    return (...numbers: number[]): void => found(...numbers);
  };
  return { memory, loop };
}

const PAGE_BYTES = 1 << 16;

/** Where blocks of so many bytes lie one after another from the start of a memory, which grows as needed; each begins at a multiple of 16. */
export function layOut(memory: WebAssembly.Memory, bytes: number[]): number[] {
  let end = 0;
  const starts = bytes.map((length) => {
    const start = end;
    end += Math.ceil(length / 16) * 16;
    return start;
  });
  const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES);
  if (missing > 0) memory.grow(missing);
  return starts;
}

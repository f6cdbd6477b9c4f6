import type { LayerFormat, Plan, RemixInput } from "@pastiche/contract";
import type { RemixRequest } from "@pastiche/engine";

export interface EngineProgress {
  /** 0 to 100. */
  percent: number;
  /** What is being done, in a word. */
  step: string;
  /** What the picture looks like so far, encoded. */
  preview?: Uint8Array;
}

export interface EngineResult {
  image: Uint8Array;
  /** The picture in layers, where they were asked for and the engine makes them. */
  layers?: { file: Uint8Array; format: LayerFormat };
  contentType: "image/png" | "image/jpeg" | "image/webp";
  width: number;
  height: number;
  /** Credits, where the engine's own service says what it took; absent: what the server's price list says. */
  cost?: number;
  plan?: Plan;
  /** How long each step took, in order. */
  timings: { step: string; ms: number }[];
}

/** Requests that belong together: an engine may keep what helps the next one, until it was idle for `idleMs`. */
export interface EngineSession {
  id: string;
  idleMs: number;
}

export interface EngineOptions {
  /** The name by which the caller asked for the engine, such as `compose@1`. */
  version: string;
  session?: EngineSession | null;
  signal: AbortSignal;
  onProgress(progress: EngineProgress): void;
}

/** A subject lifted off its background: PNG with alpha, as large as the picture given. */
export interface CutOut {
  image: Uint8Array;
  width: number;
  height: number;
  /** How sure it is, 0 to 1. */
  confidence: number;
}

/** Turns a request into one picture. It knows pictures, an abort signal and progress; never tasks, SQL or HTTP. */
export interface Engine {
  name: string;
  /** What it does and what it does not, in a sentence or two for whoever chooses. */
  about: string;
  /** The names that a caller may ask for. */
  versions: string[];
  /** How many requests it runs at once. */
  slots: number;
  /** Fields of the input that it makes no use of: whoever sends them is told. */
  ignores?: (keyof RemixInput)[];
  /** Refuses at once what would fail later, without pixels. @throws RemixError with pointers into the request. */
  check?(input: RemixInput): void;
  /** Rejects with a RemixError where the request is to blame, with the signal's reason once that is aborted. */
  run(request: RemixRequest, options: EngineOptions): Promise<EngineResult>;
  /** The session is over: what was kept for it may go. */
  forget?(session: string): void;
  /** Lifts the subject off its background; absent where the engine cannot. Rejects as `run` does. */
  cutOut?(image: Uint8Array, options: { signal: AbortSignal }): Promise<CutOut>;
  close(): Promise<void>;
}

import { RemixError } from "@pastiche/contract/errors";

/** As much of onnxruntime-node as is used here: it is installed by whoever brings a model, and its types are not there without it. */
export interface Runtime {
  InferenceSession: { create(path: string): Promise<Session> };
  Tensor: new (type: "float32", data: Float32Array, dims: number[]) => object;
}

export interface Session {
  inputNames: readonly string[];
  outputNames: readonly string[];
  /** Since 1.21. */
  inputMetadata?: readonly { shape?: readonly (number | string)[] }[];
  run(feeds: Record<string, object>): Promise<Record<string, { data: unknown; dims: readonly number[] }>>;
}

const NAME: string = "onnxruntime-node";

/** @throws RemixError `requirements_not_met` that says how to install it, where it is missing. */
export async function loadRuntime(): Promise<Runtime> {
  const loaded: unknown = await import(NAME).catch((cause: unknown) => {
    throw new RemixError("requirements_not_met", `A matting model needs ${NAME}: run "npm install ${NAME}".`, {
      cause,
    });
  });
  if (!isRuntime(loaded)) {
    throw new RemixError("requirements_not_met", `${NAME} has no InferenceSession and Tensor: install 1.21 or later.`);
  }
  return loaded;
}

function isRuntime(value: unknown): value is Runtime {
  if (typeof value !== "object" || value === null) return false;
  return "InferenceSession" in value && "Tensor" in value && typeof value.Tensor === "function";
}

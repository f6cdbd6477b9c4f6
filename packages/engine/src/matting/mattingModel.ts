import { RemixError } from "@pastiche/contract/errors";
import { createPlane, type Plane, type Raster, resize } from "../pixels/index.ts";
import { conventionOf } from "./convention.ts";
import { loadRuntime, type Session } from "./runtime.ts";

/** A matting model of the user's own that finds the subject instead of ours. */
export interface Matting {
  /** The path of an ONNX file: U²-Net, IS-Net, BiRefNet, or another with their input and output. */
  model: string;
}

/** Loaded once for each path: hundreds of megabytes, and seconds. */
const sessions = new Map<string, Promise<Session>>();

/**
 * How much each pixel belongs to the subject, 0 to 1, by the model, at its own size.
 * @throws RemixError `requirements_not_met` where onnxruntime-node is not installed, or the file is no model that takes one picture and gives one mask.
 */
export async function modelMask({ model }: Matting, image: Raster): Promise<Plane> {
  let session = sessions.get(model);
  if (!session) {
    session = open(model);
    sessions.set(model, session);
    session.catch(() => sessions.delete(model));
  }
  return run(await session, model, image);
}

async function open(model: string): Promise<Session> {
  const { InferenceSession } = await loadRuntime();
  return InferenceSession.create(model).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RemixError("requirements_not_met", `The matting model ${model} cannot be loaded: ${reason}`, { cause });
  });
}

async function run(session: Session, model: string, image: Raster): Promise<Plane> {
  const { Tensor } = await loadRuntime();
  const { width, height, mean, std } = conventionOf(model, session.inputMetadata?.[0]?.shape ?? []);
  const data = toChannels(resize(image, width, height, "triangle"), mean, std);
  const input = new Tensor("float32", data, [1, 3, height, width]);
  const outputs = await session.run({ [session.inputNames[0]]: input });
  // U²-Net and IS-Net give their side outputs after the one that counts; BiRefNet is exported with that one alone.
  const mask = outputs[session.outputNames[0]];
  const [maskHeight, maskWidth] = mask.dims.slice(-2);
  if (!(mask.data instanceof Float32Array) || mask.data.length !== maskHeight * maskWidth) {
    throw new RemixError(
      "requirements_not_met",
      `The matting model ${model} must give one mask of float32, 1 × 1 × height × width; received ${mask.dims.join(" × ")}`,
    );
  }
  return toMask(mask.data, maskWidth, maskHeight);
}

/** The channels one after another; on white where the picture is transparent. */
function toChannels({ width, height, data }: Raster, mean: number[], std: number[]): Float32Array {
  const out = new Float32Array(3 * width * height);
  const size = width * height;
  for (let i = 0, p = 0; p < size; i += 4, p++) {
    const a = data[i + 3] / 255;
    for (let c = 0; c < 3; c++) out[c * size + p] = (1 + a * (data[i + c] / 255 - 1) - mean[c]) / std[c];
  }
  return out;
}

/** What lies outside of 0 to 1 are logits, which some exports leave to whoever reads them. */
function toMask(values: Float32Array, width: number, height: number): Plane {
  const out = createPlane(width, height);
  const logits = values.some((v) => v < -0.01 || v > 1.01);
  for (let i = 0; i < values.length; i++) {
    out.data[i] = logits ? 1 / (1 + Math.exp(-values[i])) : Math.min(1, Math.max(0, values[i]));
  }
  return out;
}

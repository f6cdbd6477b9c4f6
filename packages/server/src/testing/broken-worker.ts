import type { Work } from "../engines/messages.ts";

/** A worker thread that does what the prompt says, and none of it well. */
export default async function work({ request, port }: Work): Promise<object> {
  if (request.prompt === "exit") process.exit(3);
  if (request.prompt === "throw later")
    setTimeout(() => {
      throw new Error("too late to catch");
    }, 10);
  if (request.prompt === "spin") for (;;);
  if (request.prompt === "throw later") await new Promise(() => {});
  port.close();
  const plan = { engine: "compose@1" };
  return { ok: true, result: { image: request.images[0], width: 1, height: 1, plan, timings: [] }, seen: new Map() };
}

/** The lines of a body as they arrive; empty ones are left out. `onBytes` hears every sign of life. */
export async function* linesOf(body: ReadableStream<Uint8Array>, onBytes: () => void): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      onBytes();
      const lines = (rest + decoder.decode(chunk.value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      yield* lines.map((line) => line.trim()).filter((line) => line !== "");
    }
    // What is left without its line end was cut off on the way, unless it parses: the caller finds out.
    if (rest.trim() !== "") yield rest.trim();
  } finally {
    // Leaving the loop early closes the connection; that it is broken already is no news.
    await reader.cancel().catch(() => undefined);
  }
}

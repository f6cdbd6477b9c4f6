/**
 * The picture library, loaded when this process first touches a picture: some 25 MB that a server whose pictures are made
 * in worker threads may never need.
 */
export async function loadSharp() {
  return (await import("sharp")).default;
}

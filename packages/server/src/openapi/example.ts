/** The ids of the examples. Where an example is run, real ones take their places. */
export const EXAMPLE = {
  task: "task_8w3kq0v5m2ya7n4h1zr6c9te",
  file: "file_4h1zr6c9te8w3kq0v5m2ya7n",
  fileName: "Zk3vT0qXw9LrB2yNf7HcUe5sPa8dMg1J.png",
  announced: "file_7n4h1zr6c9te8w3kq0v5m2ya",
  uploadExpires: "1795348800000",
  uploadSignature: "b7QmW2xLk9TzR4vYc1NsHf6JpEa3GdU8",
  key: "key_m2ya7n4h1zr6c9te8w3kq0v5",
  delivery: "dlv_c9te8w3kq0v5m2ya7n4h1zr6",
  session: "sess_0v5m2ya7n4h1zr6c9te8w3kq",
  /** One red pixel. */
  image:
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
};

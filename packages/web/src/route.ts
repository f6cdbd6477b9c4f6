import { computed, signal } from "@preact/signals";
// First: it takes the key of a link out of the address.
import { decoded } from "./session.ts";

/** Where in the page we are: what follows the #, such as /tasks/task_1 . The paths of the server are the API's. */
const hash = signal(location.hash);
addEventListener("hashchange", () => {
  hash.value = location.hash;
});

export const path = computed(() => hash.value.replace(/^#\/?/, "").split("?")[0]);

/** The first part of the path ("" is the form) and the second. */
export const place = computed(() => {
  const [name = "", id = ""] = path.value.split("/");
  return { name, id: decoded(id) };
});

export function go(to: string): void {
  location.hash = `#/${to}`;
}

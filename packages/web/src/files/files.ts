import type { FileRecord, ListRequest } from "@pastiche/client";
import { signal } from "@preact/signals";
import { ask } from "../lists/ask.ts";
import { createList } from "../lists/cursor-list.ts";

export const KIND_CHOICES = { all: "All", uploads: "Uploads", outputs: "Results" };
export type KindChoice = keyof typeof KIND_CHOICES;
export const ORDERS = { newest: "Newest first", oldest: "Oldest first", largest: "Largest first", name: "By name" };
export type OrderChoice = keyof typeof ORDERS;

export const kind = signal<KindChoice>("all");
export const order = signal<OrderChoice>("newest");
export const term = signal("");

const PAGE_SIZE = 24;

export const files = createList<FileRecord>((cursor, signal) =>
  ask.value.files.list({ ...wanted(), cursor, limit: PAGE_SIZE }, { signal }),
);

/** Loads the list as the filter, the search and the order say. */
export function loadFiles(): void {
  wanted();
  void files.load();
}

const SORTS: Record<OrderChoice, NonNullable<ListRequest["sort"]>> = {
  newest: [{ field: "created_at", dir: "desc" }],
  oldest: [{ field: "created_at", dir: "asc" }],
  largest: [{ field: "size", dir: "desc" }],
  name: [{ field: "filename", dir: "asc" }],
};

function wanted(): Pick<ListRequest, "filters" | "search" | "sort"> {
  const operator = kind.value === "outputs" ? "eq" : "neq";
  return {
    sort: SORTS[order.value],
    ...(term.value === "" ? {} : { search: { term: term.value } }),
    ...(kind.value === "all" ? {} : { filters: [{ field: "category", operator, value: "output" }] }),
  };
}

export async function deleteFile(id: string): Promise<void> {
  await ask.peek().files.delete(id);
  files.remove(id);
}

import type { Page } from "@pastiche/client";
import { signal } from "@preact/signals";
import { key } from "../session.ts";

interface Standing<Item> {
  /** Null until the first page has come. */
  items: Item[] | null;
  total: number;
  next: string;
  /** A page is being asked for. */
  isBusy: boolean;
  /** Why the last page did not come. */
  error: unknown;
}

/** A list that grows page by page, as signals. What is asked for anew takes the place of what was asked before. */
export function createList<Item extends { id: string }>(
  fetchPage: (cursor: string, signal: AbortSignal) => Promise<Page<Item>>,
) {
  const nothing: Standing<Item> = { items: null, total: 0, next: "", isBusy: true, error: null };
  const standing = signal(nothing);
  let leave = new AbortController();
  let owner: string | null = null;

  return {
    standing,
    /** The first page. What is shown stays until it comes, save that of another key. */
    load() {
      if (owner !== key.peek()) standing.value = nothing;
      owner = key.peek();
      return fetchFrom("");
    },
    more: () => fetchFrom(standing.peek().next),
    replace(changed: Item[]) {
      const { items } = standing.peek();
      const byId = new Map(changed.map((item) => [item.id, item]));
      if (items) standing.value = { ...standing.peek(), items: items.map((item) => byId.get(item.id) ?? item) };
    },
    remove(id: string) {
      const { items, total } = standing.peek();
      const left = items?.filter((item) => item.id !== id);
      if (items && left && left.length < items.length)
        standing.value = { ...standing.peek(), items: left, total: total - 1 };
    },
    prepend(item: Item) {
      const { items, total } = standing.peek();
      if (items) standing.value = { ...standing.peek(), items: [item, ...items], total: total + 1 };
    },
  };

  async function fetchFrom(cursor: string): Promise<void> {
    leave.abort();
    const mine = (leave = new AbortController());
    standing.value = { ...standing.peek(), isBusy: true, error: null };
    try {
      const page = await fetchPage(cursor, mine.signal);
      if (mine.signal.aborted) return;
      const before = cursor === "" ? [] : (standing.peek().items ?? []);
      const known = new Set(before.map(({ id }) => id));
      const items = [...before, ...page.items.filter(({ id }) => !known.has(id))];
      standing.value = { items, total: page.total_items, next: page.next_cursor, isBusy: false, error: null };
    } catch (error) {
      if (!mine.signal.aborted) standing.value = { ...standing.peek(), isBusy: false, error };
    }
  }
}

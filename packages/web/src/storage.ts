/** What this browser keeps for the page. A browser that keeps nothing (a private window, a full disk) costs the memory, not the page. */
export function remember(name: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch (error) {
    console.warn(`Not kept: ${name}`, error);
  }
}

/** What was remembered, if it still is what `isValid` says. */
export function recall<T>(name: string, isValid: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PREFIX + name) ?? "null");
    return isValid(value) ? value : null;
  } catch {
    // Written by another version, or by hand: as good as nothing.
    return null;
  }
}

export function forgetAll(): void {
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
}

const PREFIX = "pastiche.";

export const isText = (value: unknown): value is string => typeof value === "string";

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

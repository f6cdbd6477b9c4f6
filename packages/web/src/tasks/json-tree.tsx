import "./json-tree.css";

/** Data to be looked through, opened as far as one likes. Texts stay texts. */
export function JsonTree({ name, value, depth = 0 }: { name: string; value: unknown; depth?: number }) {
  if (typeof value !== "object" || value === null) {
    return (
      <div class="json-leaf">
        <span class="json-name">{name}</span> <span class="json-value">{JSON.stringify(value)}</span>
      </div>
    );
  }
  const entries = Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  if (entries.length === 0) {
    return (
      <div class="json-leaf">
        <span class="json-name">{name}</span> <span class="soft">{size}</span>
      </div>
    );
  }
  return (
    <details class="json-branch" open={depth === 0}>
      <summary>
        <span class="json-name">{name}</span> <span class="soft">{size}</span>
      </summary>
      <div class="json-children">
        {entries.map(([key, child]) => (
          <JsonTree key={key} name={key} value={child} depth={depth + 1} />
        ))}
      </div>
    </details>
  );
}

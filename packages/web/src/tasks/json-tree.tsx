import { useState } from "preact/hooks";
import "./json-tree.css";

/** Data to be looked through, opened as far as one likes. What is closed is not even made: a task holds much. */
export function JsonTree({ name, value, isOpen = false }: { name: string; value: unknown; isOpen?: boolean }) {
  const [open, setOpen] = useState(isOpen);
  const isBranch = typeof value === "object" && value !== null;
  const entries = isBranch ? Object.entries(value) : [];
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  if (entries.length === 0) {
    return (
      <div class="json-leaf">
        <span class="json-name">{name}</span>{" "}
        {isBranch ? <span class="soft">{size}</span> : <span class="json-value">{JSON.stringify(value)}</span>}
      </div>
    );
  }
  return (
    <details class="json-branch" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span class="json-name">{name}</span> <span class="soft">{size}</span>
      </summary>
      {open && (
        <div class="json-children">
          {entries.map(([key, child]) => (
            <JsonTree key={key} name={key} value={child} />
          ))}
        </div>
      )}
    </details>
  );
}

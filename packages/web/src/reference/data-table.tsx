import type { ComponentChildren } from "preact";
import "./data-table.css";

// On a phone each row becomes a block. Some browsers then forget that it is a table, unless they are told.
const A_TABLE = { role: "table" } as const;
const A_GROUP = { role: "rowgroup" } as const;
const A_ROW = { role: "row" } as const;
const A_COLUMN = { role: "columnheader" } as const;
const A_ROW_HEADER = { role: "rowheader" } as const;
const A_CELL = { role: "cell" } as const;

/** A table whose first column names its rows. */
export function DataTable({
  name,
  columns,
  rows,
}: {
  name: string;
  columns: string[];
  rows: { id: string; cells: ComponentChildren[] }[];
}) {
  return (
    <table class="table data-table" aria-label={name} {...A_TABLE}>
      <thead {...A_GROUP}>
        <tr {...A_ROW}>
          {columns.map((column) => (
            <th key={column} scope="col" {...A_COLUMN}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...A_GROUP}>
        {rows.map(({ id, cells: [first, ...others] }) => (
          <tr key={id} {...A_ROW}>
            <th scope="row" {...A_ROW_HEADER}>
              {first}
            </th>
            {others.map((cell, index) => (
              <td key={columns[index + 1]} data-column={columns[index + 1]} {...A_CELL}>
                {cell || <span class="data-table-none">–</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

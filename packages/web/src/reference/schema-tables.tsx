import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { remixApp } from "../create/app-schema.ts";
import { askForKey, client, key, wordsOf } from "../session.ts";
import { Icon } from "../ui/icon.tsx";
import { DataTable } from "./data-table.tsx";
import { type Field, fieldsOf } from "./schema.ts";
import { Chapter, PartHeading } from "./section.tsx";
import { CodeBlock } from "./snippet.tsx";

type Schemas = { input: Record<string, unknown>; output: Record<string, unknown> };

/** The schemas where the form has not got them: it was not reached, or is being asked. */
const fetched = signal<Schemas | { problem: string } | null>(null);

export function SchemaTables() {
  const known = remixApp.value ?? fetched.value;
  useEffect(() => {
    if (remixApp.value === null && key.value !== null) void fetchSchemas();
  }, [key.value]);
  return (
    <Chapter id="schema">
      <p>As this server tells it; an input that breaks it is answered 422 with a pointer to each wrong field.</p>
      {key.value === null ? (
        <p class="notice">
          <Icon name="key" />
          <span class="grow">The server tells its schema to whoever has a key.</span>
          <button type="button" class="button small" onClick={() => askForKey()}>
            Sign in
          </button>
        </p>
      ) : known !== null && "problem" in known ? (
        <p class="notice bad" role="alert">
          <Icon name="warn" />
          <span class="grow">The schema cannot be shown. {known.problem}</span>
          <button type="button" class="button small" onClick={() => void fetchSchemas()}>
            Try again
          </button>
        </p>
      ) : null}
      <PartHeading id="input" />
      <SchemaTable name="Input" schema={schemaOf(known, "input")} rows={11} />
      <PartHeading id="output" />
      <SchemaTable name="Output" schema={schemaOf(known, "output")} rows={4} />
    </Chapter>
  );
}

function schemaOf(known: Schemas | { problem: string } | null, which: keyof Schemas) {
  if (key.value === null || (known !== null && "problem" in known)) return undefined;
  return known === null ? null : known[which];
}

async function fetchSchemas(): Promise<void> {
  fetched.value = null;
  try {
    const { version } = await client.value.apps.get("reve/remix");
    fetched.value = { input: version.input_schema, output: version.output_schema };
  } catch (error) {
    fetched.value = { problem: wordsOf(error) };
  }
}

/** Null: it is being asked for. Undefined: it cannot be had. */
function SchemaTable({
  name,
  schema,
  rows,
}: {
  name: string;
  schema: Record<string, unknown> | null | undefined;
  rows: number;
}) {
  if (schema === undefined) return <p class="soft">Not known yet.</p>;
  if (schema === null) {
    return (
      <div aria-busy="true">
        <span class="visually-hidden" role="status">
          Loading the schema
        </span>
        {Array.from({ length: rows }, (_, index) => (
          <div key={index} class="skeleton reference-wait" />
        ))}
      </div>
    );
  }
  return (
    <>
      <DataTable
        name={name}
        columns={["Field", "Type", "Default", "May be", "About"]}
        rows={fieldsOf(schema).map((field) => ({ id: field.name, cells: cellsOf(field) }))}
      />
      <details class="reference-raw">
        <summary>{name} as JSON Schema</summary>
        <CodeBlock name={`${name} schema`} code={{ syntax: "json", text: JSON.stringify(schema, null, 2) }} />
      </details>
    </>
  );
}

function cellsOf({ name, type, range, fallback, isRequired, description }: Field) {
  return [
    <>
      <code>{name}</code> {isRequired && <span class="reference-required">required</span>}
    </>,
    type,
    fallback && <code key="fallback">{fallback}</code>,
    range,
    description,
  ];
}

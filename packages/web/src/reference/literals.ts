/** How one language writes values. */
export interface Notation {
  text(value: string): string;
  key(name: string): string;
  yes: string;
  no: string;
  nothing: string;
  trailingComma: boolean;
  /** Between the braces of an object and what is in it, where it stands on one line. */
  brace: string;
  indent: string;
}

/** Something that stands in a value as it is: an expression, not a text. */
export class Expression {
  readonly code: string;
  constructor(code: string) {
    this.code = code;
  }
}

// What JSON escapes, JavaScript and Python read the same way: quotes, backslashes, control characters and halves of
// surrogate pairs. The rest, emoji among it, stands as it is in all three.
export const JSON_NOTATION: Notation = {
  text: (value) => JSON.stringify(value),
  key: (name) => JSON.stringify(name),
  yes: "true",
  no: "false",
  nothing: "null",
  trailingComma: false,
  brace: " ",
  indent: "  ",
};

export const TYPESCRIPT_NOTATION: Notation = {
  ...JSON_NOTATION,
  key: (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)),
  trailingComma: true,
};

export const PYTHON_NOTATION: Notation = {
  ...JSON_NOTATION,
  yes: "True",
  no: "False",
  nothing: "None",
  trailingComma: true,
  brace: "",
  indent: "    ",
};

/** JSON between the single quotes of a shell, where nothing but a single quote means anything. */
export const SHELL_NOTATION: Notation = {
  ...JSON_NOTATION,
  text: (value) => withinQuotes(JSON.stringify(value)),
  key: (name) => withinQuotes(JSON.stringify(name)),
};

/** A word for the shell. */
export function shellWord(text: string): string {
  return `'${withinQuotes(text)}'`;
}

function withinQuotes(text: string): string {
  return text.replaceAll("'", "'\\''");
}

const LINE = 76;

/** A value as a program writes it: on one line where it is short, else a line for each part. `at` is what its own line is indented by. */
export function print(value: unknown, notation: Notation, at = ""): string {
  if (value instanceof Expression) return value.code;
  if (typeof value === "string") return notation.text(value);
  if (typeof value === "boolean") return value ? notation.yes : notation.no;
  if (typeof value === "number") return String(value);
  if (typeof value !== "object" || value === null) return notation.nothing;
  const isList = Array.isArray(value);
  const inner = at + notation.indent;
  const parts = isList
    ? value.map((one) => print(one, notation, inner))
    : entriesOf(value).map(([name, one]) => `${notation.key(name)}: ${print(one, notation, inner)}`);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  if (parts.length === 0) return open + close;
  const line = isList ? `[${parts.join(", ")}]` : `{${notation.brace}${parts.join(", ")}${notation.brace}}`;
  if (at.length + line.length <= LINE && !line.includes("\n") && at !== "") return line;
  const end = notation.trailingComma ? "," : "";
  return `${open}\n${parts.map((part) => inner + part).join(",\n")}${end}\n${at}${close}`;
}

/** What is absent is not written. */
export function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, one]) => one !== undefined);
}

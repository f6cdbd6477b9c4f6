import { z } from "zod";
import type { ApiDescription } from "./document.ts";
import { OPERATIONS, type Operation, REQUESTS, TAGS } from "./operations.ts";

type Json = Record<string, unknown>;

const Field = z.looseObject({ description: z.string().optional() });
const Fields = z.looseObject({
  properties: z.record(z.string(), Field).default({}),
  required: z.array(z.string()).default([]),
});

/** The description for people: each operation with what it takes, an example and what it answers. */
export function writeMarkdown(api: ApiDescription): string {
  const parts = [
    "# The API",
    "",
    "Made from `/openapi.json` by `npm run docs:api`; every example here is run by a test.",
    "",
    api.info.description,
    "",
    ...Object.entries(TAGS).flatMap(([tag, about]) => [
      `## ${capitalised(tag)}`,
      "",
      `${about}.`,
      "",
      ...OPERATIONS.filter((operation) => operation.tag === tag).flatMap((operation) => write(operation, api)),
    ]),
    "## What is sent and answered",
    "",
    "Answers come in the envelope's `data`, where an operation does not say otherwise.",
    "",
    ...writeSchemas(api),
  ];
  return `${parts.join("\n").trim()}\n`;
}

function write(operation: Operation, api: ApiDescription): string[] {
  const { method, path, summary, description, open, query, headers, body } = operation;
  const parameters = [...(query ? rows("query", query) : []), ...(headers ? rows("header", headers) : [])];
  const takes = body !== undefined && Object.hasOwn(REQUESTS, body) ? ` Takes ${linkTo(body)}.` : "";
  return [
    `### ${method.toUpperCase()} ${path}`,
    "",
    `${summary}.${description === undefined ? "" : ` ${description}`}${takes}${open ? " No key is asked for." : ""}`,
    "",
    ...(parameters.length === 0 ? [] : ["| parameter | | |", "|---|---|---|", ...parameters, ""]),
    "```sh",
    curl(operation, api.servers[0].url),
    "```",
    "",
    `${answerOf(operation)}${errorsOf(operation)}`,
    "",
  ];
}

function rows(where: string, schema: z.ZodObject): string[] {
  const { properties, required } = Fields.parse(z.toJSONSchema(schema, { io: "input" }));
  return Object.entries(properties).map(
    ([name, property]) =>
      `| \`${name}\` | ${where}${required.includes(name) ? ", required" : ""} | ${cell(property.description ?? typeOf(property))} |`,
  );
}

function tableOf(schema: Json): string[] {
  const { properties, required } = Fields.parse(schema);
  const lines = Object.entries(properties).map(
    ([name, property]) =>
      `| \`${name}\` | ${typeOf(property)}${required.includes(name) ? ", required" : ""} | ${cell(property.description ?? "")} |`,
  );
  return lines.length === 0 ? [] : ["| field | | |", "|---|---|---|", ...lines, ""];
}

/** A type in a few words: what it may be, and its limits. */
function typeOf(schema: Json): string {
  if (typeof schema.$ref === "string") return linkTo(schema.$ref.split("/").at(-1) ?? "");
  const choices = listOf(schema.anyOf ?? schema.oneOf ?? schema.allOf);
  if (choices.length > 0) return [...new Set(choices.map(typeOf))].join(" or ");
  if (Array.isArray(schema.enum)) return schema.enum.map((one) => `\`${one}\``).join(" ");
  if ("const" in schema) return `\`${schema.const}\``;
  if (schema.type === "array") return `array of ${typeOf(isJson(schema.items) ? schema.items : {})}`;
  const limits = [
    ["from", schema.minimum],
    ["above", schema.exclusiveMinimum],
    ["to", isNatural(schema.maximum) ? schema.maximum : undefined],
    ["at most", schema.maxLength === undefined ? undefined : `${schema.maxLength} characters`],
    ["default", schema.default === undefined ? undefined : `\`${JSON.stringify(schema.default)}\``],
  ].flatMap(([word, limit]) => (limit === undefined || limit === Number.MIN_SAFE_INTEGER ? [] : [`${word} ${limit}`]));
  return [schema.type === undefined ? "anything" : [schema.type].flat().join(" or "), ...limits].join(" ");
}

function isNatural(limit: unknown): boolean {
  return typeof limit === "number" && limit < Number.MAX_SAFE_INTEGER;
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function curl({ method, path, open, body, example }: Operation, baseUrl: string): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => example.path?.[name] ?? "");
  const query = example.query === undefined ? "" : `?${new URLSearchParams(example.query)}`;
  const send = method === "get" ? "" : ` -X ${method.toUpperCase()}`;
  const key = open ? "" : ' -H "Authorization: Bearer $INFERENCE_API_KEY"';
  return `curl "${baseUrl}${filled}${query}"${send}${key}${dataOf(body, example.body)}`;
}

function dataOf(body: Operation["body"], example: unknown): string {
  if (body === undefined) return "";
  if (body === "bytes") return ' -H "Content-Type: image/png" --data-binary @bear.png';
  if (body === "edit") return ' -F "image[]=@bear.png" -F "prompt=0 at night" -F "size=1024x1024"';
  const json = JSON.stringify(example).replaceAll("'", "'\\''");
  return ` -H "Content-Type: application/json" -d '${json}'`;
}

function answerOf({ answer }: Operation): string {
  if (answer === null) return "Answers 204.";
  if ("types" in answer) return `Answers ${answer.types.map((type) => `\`${type}\``).join(" or ")}.`;
  return "bare" in answer ? `Answers ${linkTo(answer.bare)}, in no envelope.` : `Answers ${linkTo(answer.data)}.`;
}

function errorsOf({ errors }: Operation): string {
  return errors.length === 0 ? "" : ` Errors: ${errors.map((code) => `\`${code}\``).join(" ")}.`;
}

function writeSchemas(api: ApiDescription): string[] {
  return Object.entries(api.components.schemas).flatMap(([name, schema]) => {
    const table = tableOf(schema);
    return [`### ${name}`, "", ...(table.length > 0 ? table : [`${capitalised(typeOf(schema))}.`, ""])];
  });
}

function linkTo(name: string): string {
  return `[${name}](#${name.toLowerCase()})`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

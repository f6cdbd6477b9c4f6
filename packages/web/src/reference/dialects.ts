import { Expression, entriesOf, PYTHON_NOTATION, print, SHELL_NOTATION, TYPESCRIPT_NOTATION } from "./literals.ts";
import {
  AS_JSON,
  type Ask,
  AUTH,
  type Code,
  imagesForShell,
  isOnline,
  py,
  type Snippet,
  sh,
  ts,
  uploads,
} from "./snippets.ts";

/** The form's run in the words of other services, as their own clients say it. */

const KEY_OF_TYPESCRIPT = "process.env.INFERENCE_API_KEY";
const KEY_OF_PYTHON = 'os.environ["INFERENCE_API_KEY"]';

/** npm @inferencesh/sdk: what its users change is the base URL. */
export function inferenceSnippet({ baseUrl, input }: Ask): Code {
  const isLocal = input.images.some((image) => !isOnline(image));
  const images = input.images.map((image) =>
    isOnline(image) ? image : new Expression(`new Blob([await readFile(${print(image, TYPESCRIPT_NOTATION)})])`),
  );
  const options = { baseUrl, apiKey: new Expression(KEY_OF_TYPESCRIPT) };
  const params = { app: "reve/remix", input: { ...input, images } };
  return ts(`${isLocal ? 'import { readFile } from "node:fs/promises";\n' : ""}import { inference } from "@inferencesh/sdk";

const client = inference(${print(options, TYPESCRIPT_NOTATION)});

const result = await client.run(${print(params, TYPESCRIPT_NOTATION)});

console.log(result.output.image);`);
}

/** OpenAI's images.edit. */
export function openAiSnippet(ask: Ask): Snippet {
  const { baseUrl, input } = ask;
  const url = `${baseUrl}/v1`;
  const fields = openAiFields(ask);
  const isLocal = input.images.some((image) => !isOnline(image));
  const image = (write: (image: string) => string) => input.images.map((one) => new Expression(write(one)));
  const inTypescript = image((one) => {
    const place = print(one, TYPESCRIPT_NOTATION);
    return isOnline(one) ? `await fetch(${place})` : `createReadStream(${place})`;
  });
  const inPython = image((one) => {
    const place = print(one, PYTHON_NOTATION);
    return isOnline(one) ? `urllib.request.urlopen(${place}).read()` : `open(${place}, "rb")`;
  });
  const inShell = imagesForShell(ask).map((image_url) => ({ image_url }));
  const body = { ...fields, images: inShell, response_format: "url" };
  return {
    typescript:
      ts(`${isLocal ? 'import { createReadStream } from "node:fs";\n' : ""}import { writeFile } from "node:fs/promises";
import OpenAI from "openai";

const openai = new OpenAI(${print({ baseURL: url, apiKey: new Expression(KEY_OF_TYPESCRIPT) }, TYPESCRIPT_NOTATION)});

const { data } = await openai.images.edit(${print({ ...fields, image: inTypescript }, TYPESCRIPT_NOTATION)});

await writeFile("remix.png", Buffer.from(data?.[0].b64_json ?? "", "base64"));`),
    python: py(`import base64
import os
import urllib.request

from openai import OpenAI

openai = OpenAI(${named({ base_url: url, api_key: new Expression(KEY_OF_PYTHON) })})

result = openai.images.edit(${named({ ...fields, image: inPython })})

with open("remix.png", "wb") as file:
    file.write(base64.b64decode(result.data[0].b64_json))`),
    curl: sh(`${uploads(ask)}${post(`${url}/images/edits`, body)}`),
  };
}

const SIZES: Record<string, string> = {
  "16:9": "1536x864",
  "9:16": "864x1536",
  "3:2": "1536x1024",
  "2:3": "1024x1536",
  "4:3": "1280x960",
  "3:4": "960x1280",
  "1:1": "1024x1024",
};

/** What OpenAI has a name for. */
function openAiFields({ input }: Ask) {
  return {
    model: input.version,
    prompt: input.prompt,
    size: input.aspect_ratio ? SIZES[input.aspect_ratio] : undefined,
    background: input.remove_background ? "transparent" : undefined,
  };
}

/** Reve's own call. */
export function reveSnippet(ask: Ask): Snippet {
  const { baseUrl, input } = ask;
  const url = `${baseUrl}/v1/image/remix`;
  const isLocal = input.images.some((image) => !isOnline(image));
  const body = (reference_images: unknown[]) => ({ prompt: input.prompt, reference_images, ...reveSettings(ask) });
  const local = (write: (place: string) => string) =>
    input.images.map((image) => (isOnline(image) ? image : new Expression(write(JSON.stringify(image)))));
  const inTypescript = body(local((place) => `await readFile(${place}, "base64")`));
  const inPython = body(local((place) => `base64.b64encode(open(${place}, "rb").read()).decode()`));
  return {
    typescript: ts(`import { ${isLocal ? "readFile, " : ""}writeFile } from "node:fs/promises";

const response = await fetch(${print(url, TYPESCRIPT_NOTATION)}, {
  method: "POST",
  headers: {
    Authorization: \`Bearer \${${KEY_OF_TYPESCRIPT}}\`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify(${print(inTypescript, TYPESCRIPT_NOTATION, "  ")}),
});

const { image, credits_used } = await response.json();
await writeFile("remix.png", Buffer.from(image, "base64"));
console.log(\`\${credits_used} credits\`);`),
    python: py(`import base64
import json
import os
import urllib.request

request = urllib.request.Request(
    ${print(url, PYTHON_NOTATION)},
    headers={
        "Authorization": f"Bearer {os.environ['INFERENCE_API_KEY']}",
        "Content-Type": "application/json",
    },
    data=json.dumps(${print(inPython, PYTHON_NOTATION, "    ")}).encode(),
)
with urllib.request.urlopen(request) as response:
    made = json.load(response)

with open("remix.png", "wb") as file:
    file.write(base64.b64decode(made["image"]))
print(made["credits_used"], "credits")`),
    curl: sh(`${uploads(ask)}${post(url, body(imagesForShell(ask)), ['-H "Accept: image/png"', "-o remix.png"])}`),
  };
}

function reveSettings({ input }: Ask) {
  const steps = [
    ...(input.upscale_factor ? [{ process: "upscale", upscale_factor: input.upscale_factor }] : []),
    ...(input.remove_background ? [{ process: "remove_background" }] : []),
  ];
  const { aspect_ratio, version, test_time_scaling, seed } = input;
  return { aspect_ratio, version, test_time_scaling, seed, postprocessing: steps.length > 0 ? steps : undefined };
}

/** What an assistant that speaks the Model Context Protocol is told. */
export function mcpSettings({ baseUrl }: Ask): Code {
  const pastiche = { type: "http", url: `${baseUrl}/mcp`, headers: { Authorization: "Bearer inf_your_key" } };
  return { syntax: "json", text: JSON.stringify({ mcpServers: { pastiche } }, null, 2) };
}

/** The same over stdio, for an assistant on the machine where the pictures are. */
export const MCP_STDIO: Code = {
  syntax: "json",
  text: JSON.stringify({ mcpServers: { pastiche: { command: "npx", args: ["pastiche", "mcp"] } } }, null, 2),
};

/** Python's named arguments. */
function named(fields: object): string {
  const lines = entriesOf(fields).map(([name, value]) => `    ${name}=${print(value, PYTHON_NOTATION, "    ")},\n`);
  return `\n${lines.join("")}`;
}

function post(url: string, body: object, more: string[] = []): string {
  const lines = [`curl -sS "${url}"`, AUTH, AS_JSON, ...more, `-d '${print(body, SHELL_NOTATION, "  ")}'`];
  return lines.join(" \\\n  ");
}

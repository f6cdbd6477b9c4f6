import type { RemixInput } from "@pastiche/client";
import {
  Expression,
  type Notation,
  PYTHON_NOTATION,
  print,
  SHELL_NOTATION,
  shellWord,
  TYPESCRIPT_NOTATION,
} from "./literals.ts";

/** What the snippets are filled with. */
export interface Ask {
  /** Of the server, without a slash at its end. */
  baseUrl: string;
  /** Pictures stand in it by their uri, or by their file's name. */
  input: Omit<RemixInput, "images"> & { images: string[] };
  /** The files that the pictures were, in the same order. */
  names: string[];
  webhook: string;
}

export const LANGUAGES = ["typescript", "python", "curl"] as const;
export type Language = (typeof LANGUAGES)[number];
export type Syntax = "typescript" | "python" | "shell" | "json";

export interface Code {
  syntax: Syntax;
  text: string;
}

/** One task, in each language. */
export type Snippet = Record<Language, Code>;

export const ts = (text: string): Code => ({ syntax: "typescript", text });
export const py = (text: string): Code => ({ syntax: "python", text });
export const sh = (text: string): Code => ({ syntax: "shell", text });

export const INSTALL: Snippet = {
  typescript: sh(`# in the folder of Pastiche: writes dist/client
npm run build:client

# in your project
npm install /path/to/pastiche/dist/client`),
  python: sh("pip install inferencesh"),
  curl: sh("curl --version"),
};

export const KEY: Code = sh('export INFERENCE_API_KEY="inf_your_key"');
export const KEY_POWERSHELL: Code = sh('$env:INFERENCE_API_KEY = "inf_your_key"');

export const AUTH = '-H "Authorization: Bearer $INFERENCE_API_KEY"';
export const AS_JSON = '-H "Content-Type: application/json"';

/** Submits a run and waits for its end. */
export function runSnippet(ask: Ask): Snippet {
  return {
    typescript: ts(`${typescriptClient(ask)}

const result = await client.run(${typescriptParams(ask)});

console.log(result.output.image);`),
    python: py(`${pythonClient(ask)}

result = client.run(${pythonParams(ask)})

print(result["output"]["image"])`),
    curl: sh(`${uploads(ask)}${curlRun(ask, "?wait=true")}`),
  };
}

/** Follows a run as it goes on. */
export function streamSnippet(ask: Ask): Snippet {
  return {
    typescript: ts(`${typescriptClient(ask)}

const updates = client.run(${typescriptParams(ask)}, { stream: true });

for await (const update of updates) {
  if (update.progress) console.log(\`progress: \${update.progress}%\`);
  if (update.output) console.log(\`output: \${update.output.image}\`);
}`),
    python: py(`${pythonClient(ask)}

updates = client.run(${pythonParams(ask)}, stream=True)

for update in updates:
    if update.get("logs"):
        print(update["logs"][-1]["content"])  # "42% compose"
    if update.get("output"):
        print("output:", update["output"]["image"])`),
    curl: sh(`${uploads(ask)}# the id of the task, out of the answer
task=$(${curlRun(ask)} | grep -o 'task_[0-9a-z]*' | head -n 1)

# a line of JSON each time that something changes; the last line is the whole task
curl -sSN "${ask.baseUrl}/tasks/$task/stream" \\
  ${AUTH}`),
  };
}

/** Pictures from where they are, and the result as a file. */
export function filesSnippet(ask: Ask): Snippet {
  const local = { ...ask, input: { ...ask.input, images: [ask.names[0], ...ask.input.images.slice(1)] } };
  return {
    typescript: ts(`import { writeFile } from "node:fs/promises";
${typescriptClient(ask)}

// a path, bytes, a Blob, a data URI or base64 is uploaded; a URL is passed on as it is
const result = await client.run(${typescriptParams(local)});

await writeFile("remix.png", await client.files.download(result.output.image));`),
    python: py(`${pythonClient(ask, ["urllib.request"])}

# the path of a file that exists, a data URI or base64 is uploaded; a URL is passed on as it is
result = client.run(${pythonParams(local)})

urllib.request.urlretrieve(result["output"]["image"], "remix.png")`),
    curl: sh(`${uploads(local)}# the result's uri, out of the answer
result=$(${curlRun(local, "?wait=true")} | sed 's/.*"image":"\\([^"]*\\)".*/\\1/')

# it opens without a key: nobody can guess it
curl -sS "$result" -o remix.png`),
  };
}

/** Submits a run, and is told of its end. */
export function webhookSnippet(ask: Ask): Snippet {
  const { webhook } = ask;
  return {
    typescript: ts(`${typescriptClient(ask)}

const task = await client.run(${typescriptParams(ask, { webhook })}, { wait: false });

console.log(task.id);`),
    python: py(`${pythonClient(ask)}

task = client.run(${pythonParams(ask, { webhook })}, wait=False)

print(task["id"])`),
    curl: sh(`${uploads(ask)}${curlRun(ask, "", { webhook })}`),
  };
}

/** The secret that signs the calling key's webhooks. */
export function secretSnippet({ baseUrl }: Ask): Code {
  return sh(`curl -sS "${baseUrl}/webhooks/secret" \\
  ${AUTH}`);
}

/** Makes sure that a webhook is this server's. */
export const VERIFY: Snippet = {
  typescript: ts(`import { verifyWebhook } from "@pastiche/client";

const secret = process.env.PASTICHE_WEBHOOK_SECRET ?? "";

/** For any server that speaks in Request and Response. */
export async function receive(request: Request): Promise<Response> {
  const body = await request.text();
  const event = await verifyWebhook({ body, headers: request.headers }, { secret });
  console.log(event.id, event.output);
  return new Response(null, { status: 204 });
}`),
  python: py(`import base64
import hashlib
import hmac
import os
import time

secret = base64.b64decode(os.environ["PASTICHE_WEBHOOK_SECRET"].removeprefix("whsec_"))


def is_ours(headers, body: bytes) -> bool:
    """Whether a request is a webhook of this server: its headers, and its body byte for byte."""
    timestamp = headers["webhook-timestamp"]
    signed = f"{headers['webhook-id']}.{timestamp}.".encode() + body
    digest = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    is_right = [hmac.compare_digest(f"v1,{digest}", one) for one in headers["webhook-signature"].split()]
    return any(is_right) and abs(time.time() - int(timestamp)) < 300`),
  curl: sh(`# $id, $timestamp and $body are those of a request that came; this is what its webhook-signature must hold
key=$(printf %s "\${PASTICHE_WEBHOOK_SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')

printf 'v1,'
printf %s "$id.$timestamp.$body" |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64`),
};

function typescriptClient({ baseUrl }: Ask): string {
  return `import { inference } from "@pastiche/client";

// the key is read from INFERENCE_API_KEY
const client = inference({ baseUrl: ${print(baseUrl, TYPESCRIPT_NOTATION)} });`;
}

function pythonClient({ baseUrl }: Ask, modules: string[] = []): string {
  return `${["os", ...modules].map((name) => `import ${name}`).join("\n")}

from inferencesh import inference

client = inference(
    base_url=${print(baseUrl, PYTHON_NOTATION)},
    api_key=os.environ["INFERENCE_API_KEY"],
)`;
}

const typescriptParams = (ask: Ask, more = {}) => printParams(ask, more, TYPESCRIPT_NOTATION);
const pythonParams = (ask: Ask, more = {}) => printParams(ask, more, PYTHON_NOTATION);

function printParams({ input }: Pick<Ask, "input">, more: object, notation: Notation, at = ""): string {
  return print({ app: "reve/remix", input, ...more }, notation, at);
}

/** The call that starts a run; files that are not on the web yet stand in its body as \`$image0\` and so on. */
function curlRun(ask: Ask, query = "", more = {}): string {
  const input = { ...ask.input, images: imagesForShell(ask) };
  return `curl -sS "${ask.baseUrl}/apps/run${query}" \\
  ${AUTH} \\
  ${AS_JSON} \\
  -d '${print({ app: "reve/remix", input, ...more }, SHELL_NOTATION, "  ")}'`;
}

/** Uploads what \`$image0\` and so on stand for. */
export function uploads({ baseUrl, input: { images } }: Ask): string {
  const calls = images.flatMap((image, index) =>
    isOnline(image) ? [] : [`image${index}=$(upload < ${shellWord(image)})\n`],
  );
  if (calls.length === 0) return "";
  return `# a file is uploaded first: its uri stands for it
upload() {
  curl -sS "${baseUrl}/files" ${AUTH} \\
    -F "file=@-;filename=picture" | sed 's/.*"uri":"\\([^"]*\\)".*/\\1/'
}
${calls.join("")}
`;
}

export function imagesForShell({ input: { images } }: Pick<Ask, "input">): (string | Expression)[] {
  return images.map((image, index) => (isOnline(image) ? image : new Expression(`"'"$image${index}"'"`)));
}

export function isOnline(image: string): boolean {
  return /^https?:\/\//i.test(image);
}

import { MAX_REFERENCES } from "@pastiche/contract/limits";
import { Command } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { EXIT_CODES } from "./failure.ts";
import { box, dots } from "./hint-flags.ts";
import { integer, withRemixFlags } from "./remix-flags.ts";
import { withDataDir, withServerFlags } from "./server-flags.ts";

/**
 * The commands and their flags. What a command does is loaded when it is called: `--help` loads no image library, and
 * `remix` no server.
 */
export function program(): Command {
  const pastiche = new Command("pastiche")
    .description("A sentence and one to six pictures in, one picture out.")
    .version(packageJson.version)
    // `pastiche remix --version compose@1` names a model: the flag belongs to the command that it follows.
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) })
    .addHelpText(
      "after",
      `${example('pastiche remix "the bear from 0 on the table from 1" bear.jpg table.jpg -o remix.png')}\n\n${EXIT_CODES}`,
    );

  withRemixFlags(pastiche.command("remix"))
    .description("make a picture here, with the embedded engine: no server, no network")
    .addHelpText("after", example('pastiche remix "0 at sunset" dog.jpg -o dog.webp --aspect-ratio 16:9'))
    .action(async (prompt, images, flags) => (await import("./commands/remix.ts")).remixCommand(prompt, images, flags));

  withRemixFlags(pastiche.command("run"))
    .description("make a picture on a server (INFERENCE_API_KEY, INFERENCE_BASE_URL)")
    .option("--server <url>", "the server; default INFERENCE_BASE_URL, else http://127.0.0.1:4700")
    .addHelpText("after", example('INFERENCE_API_KEY=inf_… pastiche run "0 in the style of 1" a.jpg b.jpg -o out.png'))
    .action(async (prompt, images, flags) => (await import("./commands/run.ts")).runCommand(prompt, images, flags));

  pastiche
    .command("plan")
    .description("print what the prompt alone decides, as JSON; no picture is needed")
    .argument("<prompt>", "as for remix")
    .requiredOption(
      "--references <n>",
      `how many images there would be, 1 to ${MAX_REFERENCES}`,
      integer(1, MAX_REFERENCES),
    )
    .addHelpText("after", example('pastiche plan --references 2 "the bear from 0 on the table from 1"'))
    .action(async (prompt, flags) => (await import("./commands/plan.ts")).planCommand(prompt, flags));

  pastiche
    .command("cutout")
    .description("lift the subject out of a picture, onto transparency")
    .argument("<image>", "a path, an http(s) URL, a data URI, or - for what is piped in")
    .requiredOption("-o, --output <file>", "the picture to write: .png, .webp, or - for the standard output (PNG)")
    .option("--box <x,y,w,h>", "nothing outside of it is the subject; in pixels of the picture as it is shown", box)
    .option("--keep <x,y>", "a dot on what belongs to the subject; may be repeated", dots)
    .option("--drop <x,y>", "a dot on what does not; may be repeated", dots)
    .addHelpText("after", example("pastiche cutout bear.jpg -o bear.png --keep 390,760"))
    .action(async (image, flags) => (await import("./commands/cutout.ts")).cutoutCommand(image, flags));

  withServerFlags(pastiche.command("serve"))
    .description("serve the API, durable on local disk; the first start prints an API key")
    .addHelpText("after", example("pastiche serve --port 4700 --data-dir ./pastiche-data"))
    .action(async (flags) => (await import("./commands/serve.ts")).serveCommand(flags));

  pastiche
    .command("mcp")
    .description("speak the Model Context Protocol on the standard input and output, for assistants")
    .option("--server <url>", "let a server do the work (with INFERENCE_API_KEY); default: this process does it")
    .option("--data-dir <folder>", "keep tasks and pictures there; default: they go when it ends")
    .addHelpText("after", example("claude mcp add pastiche -- npx pastiche mcp"))
    .action(async (flags) => (await import("./commands/mcp.ts")).mcpCommand(flags));

  const keys = pastiche
    .command("keys")
    .description("make, list and revoke API keys; a server may be running meanwhile")
    .addHelpText("after", example('pastiche keys create "the web shop"'));
  withDataDir(keys.command("create"))
    .description("make a key, and print it this once")
    .argument("[name]", "to know it by", "key")
    .option("--admin", "may make, list, change and revoke keys over the API")
    .option("--rate <n>", "tasks that it may start a minute; default: no limit", integer(1, 100_000))
    .option("--concurrency <n>", "tasks of it that run at once; default: no limit", integer(1, 10_000))
    .option("--budget <credits>", "that it may spend in its life; default: no limit", integer(0, 1e12))
    .addHelpText("after", example('pastiche keys create "the web shop" --rate 60 --concurrency 2 --budget 3000'))
    .action(async (name, flags) => (await import("./commands/keys.ts")).createKeyCommand(name, flags));
  withDataDir(keys.command("list"))
    .description("list the keys that work")
    .option("--json", "as a JSON array")
    .addHelpText("after", example("pastiche keys list"))
    .action(async (flags) => (await import("./commands/keys.ts")).listKeysCommand(flags));
  withDataDir(keys.command("revoke"))
    .description("end a key at once")
    .argument("<id>", "as keys list shows it")
    .addHelpText("after", example("pastiche keys revoke key_…"))
    .action(async (id, flags) => (await import("./commands/keys.ts")).revokeKeyCommand(id, flags));

  withServerFlags(pastiche.command("doctor"))
    .description("say what is configured, what is missing and how to mend it; exit code 1 where something is broken")
    .option("--json", "as a JSON array")
    .addHelpText("after", example("pastiche doctor --data-dir ./pastiche-data"))
    .action(async (flags) => (await import("./commands/doctor.ts")).doctorCommand(flags));

  return pastiche;
}

function example(command: string): string {
  return `\nExample:\n  $ ${command}`;
}

/** Commander puts its suggestion ("Did you mean …?") in a line of its own. */
function oneLine(text: string): string {
  return `${text
    .trim()
    .replace(/\s*\n\s*/g, " ")
    .replace(/^error:/, "pastiche:")}\n`;
}

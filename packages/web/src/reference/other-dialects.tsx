import { ask } from "./ask.ts";
import { inferenceSnippet, MCP_STDIO, mcpSettings, openAiSnippet, reveSnippet } from "./dialects.ts";
import { Chapter, PartHeading } from "./section.tsx";
import { CodeBlock, SnippetTabs } from "./snippet.tsx";

export function OtherDialects() {
  const now = ask.value;
  return (
    <Chapter id="dialects">
      <p>
        Programs written for other services run here too: change the address and the key, the rest of the code stays.
      </p>

      <PartHeading id="inference" />
      <p>
        The Python code of this page is inference.sh's own client. Its TypeScript client needs a bundler or tsx: Node
        alone cannot load its files.
      </p>
      <CodeBlock name="@inferencesh/sdk" code={inferenceSnippet(now)} />

      <PartHeading id="openai" />
      <p>
        <code>images.edit</code>: the picture comes in exactly the <code>size</code> asked for; <code>model</code> may
        name a version of this server. What OpenAI has no field for is left out here.
      </p>
      <SnippetTabs name="OpenAI" snippet={openAiSnippet(now)} />

      <PartHeading id="reve" />
      <p>
        As at api.reve.com, which takes base64 alone; here a URL or a file's uri will do too. With{" "}
        <code>Accept: image/png</code>, <code>image/jpeg</code> or <code>image/webp</code> the answer is the picture.
      </p>
      <SnippetTabs name="Reve" snippet={reveSnippet(now)} />

      <PartHeading id="mcp" />
      <p>
        An assistant that speaks the Model Context Protocol gets four tools: remix, plan, cut out, and look at a task.
        Over HTTP with a key, or without any server, with files on its own machine.
      </p>
      <CodeBlock name="Over HTTP" code={mcpSettings(now)} />
      <CodeBlock name="Over stdio" code={MCP_STDIO} />
    </Chapter>
  );
}

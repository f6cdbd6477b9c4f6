/** The page's sections, numbered as in the app's API page as far as that goes. */
export interface Heading {
  id: string;
  title: string;
}

export interface Chapter extends Heading {
  number: number | null;
  parts: Heading[];
}

export const CHAPTERS: Chapter[] = [
  { id: "about", number: null, title: "About", parts: [] },
  {
    id: "calling",
    number: 1,
    title: "Calling the API",
    parts: [
      { id: "install", title: "Install the client" },
      { id: "key", title: "Set up your API key" },
      { id: "run", title: "Run and get the result" },
      { id: "stream", title: "Stream live updates" },
    ],
  },
  { id: "authentication", number: 2, title: "Authentication", parts: [] },
  { id: "files", number: 3, title: "Files", parts: [] },
  {
    id: "webhooks",
    number: 4,
    title: "Webhooks",
    parts: [
      { id: "payload", title: "Webhook payload" },
      { id: "verify", title: "Verify the signature" },
    ],
  },
  {
    id: "schema",
    number: 5,
    title: "Schema",
    parts: [
      { id: "input", title: "Input" },
      { id: "output", title: "Output" },
    ],
  },
  { id: "status", number: 6, title: "Status numbers", parts: [] },
  {
    id: "errors",
    number: 7,
    title: "Errors and limits",
    parts: [
      { id: "codes", title: "Error codes" },
      { id: "limits", title: "Limits and retries" },
    ],
  },
  {
    id: "dialects",
    number: 8,
    title: "Other dialects",
    parts: [
      { id: "inference", title: "inference.sh" },
      { id: "openai", title: "OpenAI" },
      { id: "reve", title: "Reve" },
      { id: "mcp", title: "Assistants (MCP)" },
    ],
  },
];

export const HEADINGS: Heading[] = CHAPTERS.flatMap((chapter) => [chapter, ...chapter.parts]);

/** The id of a heading's element. The part of the address is shorter, and no element has it, lest the browser jump by itself. */
export const elementId = (id: string) => `api-${id}`;

export function titleOf({ number, title }: Pick<Chapter, "number" | "title">): string {
  return number === null ? title : `${number}. ${title}`;
}

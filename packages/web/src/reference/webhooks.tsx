import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Result, result } from "../create/run.ts";
import { baseUrl, client, key } from "../session.ts";
import { ask } from "./ask.ts";
import { Chapter, PartHeading } from "./section.tsx";
import { CodeBlock, SnippetTabs } from "./snippet.tsx";
import { secretSnippet, VERIFY, webhookSnippet } from "./snippets.ts";

export function Webhooks() {
  return (
    <Chapter id="webhooks">
      <p>
        Give a <code>webhook</code>, and a POST is sent there when the task has completed, failed or been cancelled.
      </p>
      <SnippetTabs name="Be told by a webhook" snippet={webhookSnippet(ask.value)} />
      <p>
        Any answer from 200 to 299 is success. Else it is sent again, up to ten times over three days, with the same{" "}
        <code>webhook-id</code>; <code>Retry-After</code> is honoured, 410 stops it. A task's page under{" "}
        <a href="#/tasks">Tasks</a> lists each attempt and sends again on demand.
      </p>

      <PartHeading id="payload" />
      <Payload />

      <PartHeading id="verify" />
      <p>
        Each webhook is signed as <a href="https://www.standardwebhooks.com">Standard Webhooks</a> says: the headers{" "}
        <code>webhook-id</code>, <code>webhook-timestamp</code> and <code>webhook-signature</code>, with a secret that
        each key has of its own. Keep it as <code>PASTICHE_WEBHOOK_SECRET</code>.
      </p>
      <CodeBlock name="Get the secret" code={secretSnippet(ask.value)} />
      <SnippetTabs name="Verify the signature" snippet={VERIFY} />
      <p class="soft">
        Check the body as it came, byte for byte. <code>POST /webhooks/secret/rotate</code> gives a new secret; for 24 h
        both sign.
      </p>
    </Chapter>
  );
}

/** What a webhook would be told of the picture that the form shows. */
function Payload() {
  const shown = result.value;
  useTimesOf(shown);
  const body = shown === null ? SAMPLE : payloadOf(shown);
  const hasPlan = "plan" in body.output;
  return (
    <>
      <p>
        {shown === null
          ? "The body is JSON, such as this."
          : "The body is JSON. This is what one would say of the form's last result."}{" "}
        <code>output</code> is null and <code>error</code> says why where there is no picture.
        {hasPlan && " The plan is shortened here; copied, it is whole."}
      </p>
      <CodeBlock
        name={shown === null ? "An example" : "The last result"}
        code={{ syntax: "json", text: shortened(body) }}
        copied={JSON.stringify(body, null, 2)}
      />
      <p class="soft">
        <code>status</code> speaks the numbering of the request that asked for it, see{" "}
        <a href="#/api/status">Status numbers</a>.
      </p>
    </>
  );
}

interface Times {
  taskId: string;
  session_id: string | null;
  created_at: string;
  updated_at: string;
}

const times = signal<Times | null>(null);

function useTimesOf(shown: Result | null): void {
  useEffect(() => {
    if (shown === null || key.value === null || times.value?.taskId === shown.taskId) return;
    const leave = new AbortController();
    client.value.tasks.get(shown.taskId, { signal: leave.signal }).then(
      ({ session_id, created_at, updated_at }) => {
        times.value = { taskId: shown.taskId, session_id, created_at, updated_at };
      },
      // The task may be deleted by now; the example's times stand in.
      () => undefined,
    );
    return () => leave.abort();
  }, [shown?.taskId]);
}

const COMPLETED = 9;

const SAMPLE = {
  id: "task_8w3kq0v5m2ya7n4h1zr6c9te",
  status: COMPLETED,
  output: {
    image: `${baseUrl}/files/file_4h1zr6c9te8w3kq0v5m2ya7n/Zk3vT0qXw9LrB2yNf7HcUe5sPa8dMg1J.png`,
    output_meta: {
      outputs: [
        { type: "image", width: 1024, height: 768, count: 1 },
        { type: "raw", cost: 30 },
      ],
    },
  },
  error: "",
  session_id: null,
  created_at: "2026-01-15T10:30:00.000Z",
  updated_at: "2026-01-15T10:30:02.000Z",
};

function payloadOf({ taskId, output }: Result) {
  const known = times.value?.taskId === taskId ? times.value : SAMPLE;
  const { session_id, created_at, updated_at } = known;
  return { id: taskId, status: COMPLETED, output, error: "", session_id, created_at, updated_at };
}

function shortened(body: object): string {
  const text = JSON.stringify(body, (name, value) => (name === "plan" && value ? PLAN : value), 2);
  return text.replace(JSON.stringify(PLAN), "{ … }");
}

const PLAN = "the plan";

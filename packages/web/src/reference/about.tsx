import { remixApp } from "../create/app-schema.ts";
import { baseUrl } from "../session.ts";
import { filledWith } from "./ask.ts";
import { Chapter } from "./section.tsx";

export function About() {
  const versions = remixApp.value?.versions.map(({ name }) => name) ?? [];
  return (
    <Chapter id="about">
      <p>Reve Remix: create images from text and 1 to 6 reference images combined.</p>
      <dl class="reference-facts">
        <dt>Server</dt>
        <dd>
          <code>{baseUrl}</code>
        </dd>
        <dt>App</dt>
        <dd>
          <code>reve/remix</code>
        </dd>
        <dt>Versions</dt>
        <dd>{versions.length === 0 ? "latest" : versions.join(", ")}</dd>
        <dt>Every call</dt>
        <dd>
          <a href="/openapi.json">openapi.json</a>, OpenAPI 3.1
        </dd>
      </dl>
      <p class="notice reference-filled" role="status">
        <span>{FILLED[filledWith.value]}</span>
      </p>
    </Chapter>
  );
}

const toForm = <a href="#/">the form</a>;

const FILLED = {
  form: <>The code below runs what stands in {toForm} now, on this server.</>,
  pictures: <>The code below has the pictures of {toForm}, and a prompt as an example: none is written yet.</>,
  prompt: <>The code below has the prompt of {toForm}, and pictures as an example: none is added yet.</>,
  nothing: <>The code below is an example. Fill in {toForm}, and it runs what stands there.</>,
};

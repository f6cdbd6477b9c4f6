import { ask } from "./ask.ts";
import { language } from "./language.ts";
import { Chapter, PartHeading } from "./section.tsx";
import { CodeBlock, SnippetTabs } from "./snippet.tsx";
import { filesSnippet, INSTALL, KEY, KEY_POWERSHELL, runSnippet, streamSnippet } from "./snippets.ts";

export function Calling() {
  return (
    <Chapter id="calling">
      <PartHeading id="install" />
      <p>The client uploads pictures, waits, retries and follows along for you.</p>
      <SnippetTabs name="Install the client" snippet={INSTALL} />
      <p class="soft">{ABOUT_INSTALLING[language.value]}</p>

      <PartHeading id="key" />
      <p>
        Set <code>INFERENCE_API_KEY</code> as an environment variable. <code>pastiche serve</code> prints a key when it
        first starts; <a href="#/keys">Keys</a> makes others, each with limits of its own.
      </p>
      <CodeBlock name="Shell" code={KEY} />
      <CodeBlock name="PowerShell" code={KEY_POWERSHELL} />

      <PartHeading id="run" />
      <p>Submit a request and wait for the picture. Best where nobody looks on.</p>
      <SnippetTabs name="Run and get the result" snippet={runSnippet(ask.value)} />
      <p class="soft">{ABOUT_RUNNING[language.value]}</p>

      <PartHeading id="stream" />
      <p>Hear of the task as it goes on: for a progress bar, or where a run takes long.</p>
      <SnippetTabs name="Stream live updates" snippet={streamSnippet(ask.value)} />
      <p class="soft">{ABOUT_STREAMING[language.value]}</p>
    </Chapter>
  );
}

export function Authentication() {
  return (
    <Chapter id="authentication">
      <p>
        Each request carries the key in a header: <code>Authorization: Bearer inf_your_key</code>. The server keeps only
        its hash. A key sees its own tasks and files; another's are a 404. A request without a key, or with one that is
        revoked or expired, is answered 401.
      </p>
      <p>
        An output's uri opens without a key, because nobody can guess it: whoever is given it may fetch the picture.
      </p>
    </Chapter>
  );
}

export function Files() {
  return (
    <Chapter id="files">
      <p>
        Wherever the input takes a file stands a uri of this server, an http(s) URL, a data URI, base64, or an object
        with a <code>uri</code>. {ABOUT_FILES[language.value]}
      </p>
      <SnippetTabs name="Files in and out" snippet={filesSnippet(ask.value)} />
    </Chapter>
  );
}

const ABOUT_INSTALLING = {
  typescript: (
    <>
      <code>@pastiche/client</code> is not in npm's registry: it is built from a clone, has no dependency, and runs in
      Node 20.16 and later and in browsers. Programs written for <code>@inferencesh/sdk</code> work here too, see{" "}
      <a href="#/api/inference">inference.sh</a>.
    </>
  ),
  python: (
    <>
      This is the client of inference.sh, from PyPI: with <code>base_url</code> it speaks to this server.
    </>
  ),
  curl: (
    <>
      curl comes with macOS, Windows and most Linuxes. The commands are for sh, bash and zsh; on Windows, run them in
      Git Bash or WSL.
    </>
  ),
};

const ABOUT_RUNNING = {
  typescript: (
    <>
      A task that fails rejects with an <code>InferenceError</code>, whose <code>code</code> is one of{" "}
      <a href="#/api/codes">these</a>. Abort the <code>signal</code> that you pass, and the task is cancelled on the
      server too.
    </>
  ),
  python: <>A task that fails raises its error.</>,
  curl: (
    <>
      <code>?wait=true</code> holds the answer until the task has ended; without it, the task comes back as accepted and{" "}
      <code>GET /tasks/&#123;id&#125;</code> tells how it stands.
    </>
  ),
};

const ABOUT_STREAMING = {
  typescript: <>A stream that breaks off is taken up again, and misses nothing.</>,
  python: (
    <>
      The Python client leaves out the field <code>progress</code>; the task's logs say the same.
    </>
  ),
  curl: (
    <>
      The first line is the whole task, then each line holds what changed, and the last is the whole task again. With{" "}
      <code>Accept: text/event-stream</code> the same comes as server-sent events.
    </>
  ),
};

const ABOUT_FILES = {
  typescript: <>What is not on the web yet, the client uploads.</>,
  python: <>What is not on the web yet, the client uploads.</>,
  curl: (
    <>
      <code>POST /files</code> takes one as a form's field <code>file</code> and answers its <code>uri</code>.
    </>
  ),
};

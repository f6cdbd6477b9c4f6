import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import "./app.css";
import { CreatePage } from "./create/create-page.tsx";
import { KeyButton, KeyDialog } from "./key-dialog.tsx";
import { place } from "./route.ts";
import { askingForKey } from "./session.ts";
import { Lazy } from "./ui/lazy.tsx";
import mark from "./ui/mark.svg";
import { Toasts } from "./ui/toast.tsx";

/** The parts of the page by the name in the address. All but the form are loaded when first shown. */
const PAGES = [
  { name: "", title: "Create" },
  { name: "api", title: "API" },
  { name: "tasks", title: "Tasks" },
  { name: "files", title: "Files" },
  { name: "keys", title: "Keys" },
  { name: "usage", title: "Usage" },
];

const offline = signal(!navigator.onLine);
addEventListener("online", () => (offline.value = false));
addEventListener("offline", () => (offline.value = true));

export function App() {
  const { name } = place.value;
  const page = PAGES.find((one) => one.name === name);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    document.title = page?.name ? `${page.title} · Pastiche` : "Pastiche";
    // A reader of the screen hears of the new part; the first is read anyway.
    if (!first.current) {
      main.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    first.current = false;
  }, [name]);
  return (
    <>
      <button type="button" class="button skip" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <header class="header">
        <a class="header-mark" href="#/">
          <img src={mark} alt="" width="26" height="26" />
          <span>Pastiche</span>
        </a>
        <nav aria-label="Pages">
          <ul>
            {PAGES.map(({ name: at, title }) => (
              <li key={at}>
                <a href={`#/${at}`} aria-current={at === name ? "page" : undefined}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <KeyButton />
      </header>
      {offline.value && (
        <div class="notice warn offline" role="status">
          This device is offline. What runs on the server goes on; it is shown once you are back.
        </div>
      )}
      <main id="main" ref={main} tabIndex={-1}>
        {/* Kept while another part is shown: what was dropped, typed and drawn stays. */}
        <div hidden={name !== ""}>
          <CreatePage />
        </div>
        <Part name={name} />
      </main>
      {askingForKey.value !== null && <KeyDialog why={askingForKey.value} />}
      <Toasts />
    </>
  );
}

function Part({ name }: { name: string }) {
  const { id } = place.value;
  switch (name) {
    case "":
      return null;
    case "api":
      return (
        <Lazy
          key={name}
          load={() => import("./reference/reference-page.tsx").then((m) => m.ReferencePage)}
          props={{ section: id }}
        />
      );
    case "tasks":
      return <Lazy key={name} load={() => import("./tasks/tasks-page.tsx").then((m) => m.TasksPage)} props={{ id }} />;
    case "files":
      return <Lazy key={name} load={() => import("./files/files-page.tsx").then((m) => m.FilesPage)} props={{}} />;
    case "keys":
      return <Lazy key={name} load={() => import("./keys/keys-page.tsx").then((m) => m.KeysPage)} props={{}} />;
    case "usage":
      return <Lazy key={name} load={() => import("./usage/usage-page.tsx").then((m) => m.UsagePage)} props={{}} />;
    default:
      return (
        <div class="page empty">
          <h1>There is no such page</h1>
          <a href="#/">Make a picture instead</a>
        </div>
      );
  }
}

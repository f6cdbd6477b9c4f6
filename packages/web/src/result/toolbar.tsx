import { useState } from "preact/hooks";
import { addUri } from "../create/references.ts";
import { type Result, start } from "../create/run.ts";
import { randomSeed } from "../create/settings.ts";
import { wordsOf } from "../session.ts";
import { copyText } from "../ui/copy.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { toast } from "../ui/toast.tsx";
import { Menu } from "./menu.tsx";
import { costOf } from "./picture.ts";
import { copyPicture, download, downloadLayers } from "./take.ts";

export type Mode = "picture" | "compare" | "beside" | "edit";

const MODES: { mode: Mode; label: string; icon: IconName }[] = [
  { mode: "picture", label: "Picture", icon: "image" },
  { mode: "compare", label: "Compare", icon: "compare" },
  { mode: "beside", label: "Beside", icon: "layers" },
  { mode: "edit", label: "Edit", icon: "pencil" },
];

interface ToolbarProps {
  result: Result;
  modes: Mode[];
  mode: Mode;
  setMode(mode: Mode): void;
  /** Null where the browser has no full screen. */
  onFullScreen: (() => void) | null;
  isBusy: boolean;
}

/** The ways to look at the picture, and what can be done with it. */
export function Toolbar({ result, modes, mode, setMode, onFullScreen, isBusy }: ToolbarProps) {
  const again = (changes: { seed?: number }) => void start({ ...result.input, ...changes });
  return (
    <div class="result-tools">
      <fieldset class="result-modes" aria-label="View">
        {MODES.filter((one) => modes.includes(one.mode)).map((one) => (
          <button
            key={one.mode}
            type="button"
            class="button quiet small"
            aria-pressed={mode === one.mode}
            onClick={() => setMode(one.mode)}
          >
            <Icon name={one.icon} size={16} /> {one.label}
          </button>
        ))}
      </fieldset>
      <fieldset class="result-acts" aria-label="What to do with it">
        <Tool icon="again" label="Run again" isOff={isBusy} run={() => again({})} />
        <Tool icon="dice" label="Vary the seed" isOff={isBusy} run={() => again({ seed: randomSeed() })} />
        <Tool icon="plus" label="Use as a reference" run={() => useAsReference(result)} />
        <Tool icon="copy" label="Copy the image" run={() => copyImage(result)} />
        <Tool icon="link" label="Copy the link" run={() => copyLink(result)} />
        {onFullScreen && <Tool icon="fit" label="Full screen" run={onFullScreen} />}
        <Downloads result={result} />
      </fieldset>
    </div>
  );
}

function Tool({ icon, label, run, isOff = false }: { icon: IconName; label: string; run(): void; isOff?: boolean }) {
  return (
    <button
      type="button"
      class="button quiet small icon-only"
      aria-label={label}
      title={label}
      disabled={isOff}
      onClick={run}
    >
      <Icon name={icon} />
    </button>
  );
}

function Downloads({ result }: { result: Result }) {
  const [isMaking, setMaking] = useState(false);
  const hasLayers = result.output.plan !== undefined;
  const price = priceOf(result);
  const take = async (close: () => void, work: () => Promise<void>) => {
    close();
    setMaking(true);
    await work().catch((error) => toast(`The download failed: ${wordsOf(error)}`));
    setMaking(false);
  };
  return (
    <Menu icon="download" label={isMaking ? "Preparing…" : "Download"}>
      {(close) => (
        <>
          <button type="button" onClick={() => take(close, () => download(result, "png"))}>
            PNG <small>as it was made</small>
          </button>
          <button type="button" onClick={() => take(close, () => download(result, "jpeg"))}>
            JPEG <small>smaller, not transparent</small>
          </button>
          <button type="button" onClick={() => take(close, () => download(result, "webp"))}>
            WebP <small>smaller</small>
          </button>
          {hasLayers && (
            <>
              <hr />
              <button type="button" onClick={() => take(close, () => downloadLayers(result, "psd"))}>
                Layers, PSD <small>Photoshop, Photopea, Affinity{price}</small>
              </button>
              <button type="button" onClick={() => take(close, () => downloadLayers(result, "ora"))}>
                Layers, ORA <small>Krita, GIMP{price}</small>
              </button>
            </>
          )}
        </>
      )}
    </Menu>
  );
}

/** What layers cost: they are made by running the same once more. */
function priceOf({ output }: Result): string {
  const cost = costOf(output);
  return cost > 0 ? ` · runs again, ${cost} credits` : "";
}

async function useAsReference({ output, input }: Result): Promise<void> {
  await addUri(output.image, `remix: ${input.prompt.slice(0, 40)}`);
  toast("Added to the pictures of the form.");
}

function copyImage(result: Result): void {
  copyPicture(result).then(
    () => toast("The image is copied."),
    (error) => toast(`The image was not copied: ${wordsOf(error)}`),
  );
}

async function copyLink({ output }: Result): Promise<void> {
  const isCopied = await copyText(output.image);
  toast(isCopied ? "The link is copied. Whoever has it can see the picture." : output.image);
}

import { useState } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";
import "./thumb.css";

/** The widths that the server makes, see its `?width=`. */
export type ThumbWidth = 160 | 320 | 640;

/** The small picture of a file of this server; a sign in its place where there is none, or it is gone. */
export function Thumb({ uri, alt, width }: { uri: string | null; alt: string; width: ThumbWidth }) {
  const [broken, setBroken] = useState<string | null>(null);
  const [loaded, setLoaded] = useState<string | null>(null);
  if (uri === null || broken === uri || !isOfServer(uri)) {
    return (
      <span class="thumb none">
        <Icon name="image" size={20} />
        {alt && <span class="visually-hidden">{alt}</span>}
      </span>
    );
  }
  return (
    <img
      class={loaded === uri ? "thumb checkerboard" : "thumb"}
      src={`${uri}?width=${width}`}
      alt={alt}
      loading="lazy"
      decoding="async"
      onLoad={() => setLoaded(uri)}
      onError={() => setBroken(uri)}
    />
  );
}

/** Another server's pictures are shown by nobody here: the page asks no other host. */
export function isOfServer(uri: string): boolean {
  return URL.canParse(uri) && new URL(uri).origin === location.origin && fileIdOf(uri) !== null;
}

/** The id of the file that a uri of this server names. */
export function fileIdOf(uri: string): string | null {
  return /\/files\/(file_[a-z0-9]+)\//.exec(uri)?.[1] ?? null;
}

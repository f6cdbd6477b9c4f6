import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { fitted, type Point, type Size, settled, type View, zoomed } from "./view.ts";

/** A frame with a picture in it that may be zoomed and moved. It stays fitted, whatever the frame's size, until it is. */
export interface Viewport {
  view: ReadonlySignal<View>;
  frame: ReadonlySignal<Size | null>;
  picture: ReadonlySignal<Size>;
  /** Screen pixels for each pixel of the picture. */
  density: ReadonlySignal<number>;
  setFrame(size: Size): void;
  setPicture(size: Size): void;
  zoomBy(factor: number, about?: Point): void;
  /** One pixel of the picture on one of the screen. */
  showPixels(about?: Point): void;
  fit(): void;
  panBy(right: number, down: number): void;
  isFitted: ReadonlySignal<boolean>;
}

export function createViewport(margin = 16): Viewport {
  const frame = signal<Size | null>(null);
  const picture = signal<Size>({ width: 1, height: 1 });
  /** Null: fitted. */
  const chosen = signal<View | null>(null);
  const whole = computed(() =>
    fitted(picture.value, frame.value ?? { width: 1, height: 1 }, frame.value && frame.value.width < 500 ? 0 : margin),
  );
  const view = computed(() => chosen.value ?? whole.value);
  const middle = () => ({ x: (frame.peek()?.width ?? 0) / 2, y: (frame.peek()?.height ?? 0) / 2 });
  const change = (next: (room: Size) => View) => {
    const room = frame.peek();
    if (room) chosen.value = next(room);
  };
  const zoomTo = (scale: number, about: Point) =>
    change((room) => zoomed(view.peek(), scale, about, picture.peek(), room));

  return {
    view,
    frame,
    picture,
    density: computed(() => view.value.scale * devicePixelRatio),
    isFitted: computed(() => chosen.value === null),
    setFrame(size) {
      frame.value = size;
      if (chosen.peek()) change((room) => settled(view.peek(), picture.peek(), room));
    },
    setPicture(size) {
      const before = picture.peek();
      if (before.width === size.width && before.height === size.height) return;
      picture.value = size;
      chosen.value = null;
    },
    zoomBy: (factor, about = middle()) => zoomTo(view.peek().scale * factor, about),
    showPixels: (about = middle()) => zoomTo(1 / devicePixelRatio, about),
    fit() {
      chosen.value = null;
    },
    panBy: (right, down) =>
      change((room) => {
        const { scale, x, y } = view.peek();
        return settled({ scale, x: x + right, y: y + down }, picture.peek(), room);
      }),
  };
}

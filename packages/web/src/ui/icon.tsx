/** Outlines on a 24-unit square, drawn with the text's own colour. */
const PATHS = {
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  check: "m5 12.5 4.5 4.5L19 7.5",
  left: "m14.5 6-6 6 6 6",
  right: "m9.5 6 6 6-6 6",
  down: "m6 9.5 6 6 6-6",
  up: "m6 14.5 6-6 6 6",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9.5h.01",
  download: "M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  link: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7L12 7m2 3a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7L12 17",
  again: "M20 12a8 8 0 1 1-2.6-5.9M20 4v4.5h-4.5",
  undo: "M8 5 4 9l4 4M4.5 9H14a5.5 5.5 0 0 1 0 11h-3",
  redo: "m16 5 4 4-4 4m3.5-4H10a5.5 5.5 0 0 0 0 11h3",
  trash: "M5 7h14M10 7V4.5h4V7m-7.5 0 1 13h9l1-13M10 11v5m4-5v5",
  key: "M14.5 9.5 21 3m-3.5 3.5 2.5 2.5M11 18a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0zm-1.3-3.2 4.8-5.3",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20",
  warn: "M12 4 2.5 20h19zM12 10v4.5m0 2.5v.01",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zm0-10v5.5m0-8.5v.01",
  flip: "M12 4v16M9 7 4 17h5zM15 7l5 10h-5z",
  front: "M9 9h11v11H9zM4 4h11v2M4 4v11h2",
  behind: "M4 4h11v11H4zM18 9h2v11H9v-2",
  text: "M5 7V5h14v2M12 5v14m-3 0h6",
  fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  compare: "M12 3v18M4 6h5v12H4zM15 6h5v12h-5z",
  layers: "m12 4 8.5 4.5L12 13 3.5 8.5zM4 12.5l8 4.3 8-4.3M4 16.5l8 4.3 8-4.3",
  pencil: "m4 20 1-5L16 4l4 4L9 19zM13.5 6.5l4 4",
  dice: "M4 4h16v16H4zM8.5 8.5h.01M15.5 8.5h.01M12 12h.01M8.5 15.5h.01M15.5 15.5h.01",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zm0-14v5l3.5 2",
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration beside words, or inside a button that has a label of its own. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** How a picture lies in its frame: CSS pixels for each of its own, and where its top left corner is in the frame. */
export interface View extends Point {
  scale: number;
}

/** A pixel of the picture covers at most this many CSS pixels, and a picture shrinks to this many of its own at least. */
const MOST = 32;
const LEAST_EDGE_PX = 48;
/** So much of the frame may stay empty beside a picture that is larger than it. */
const SLACK = 0.25;

/** All of the picture, never enlarged. */
export function fitted(picture: Size, frame: Size, margin: number): View {
  const across = Math.max(1, frame.width - 2 * margin) / picture.width;
  const down = Math.max(1, frame.height - 2 * margin) / picture.height;
  return settled({ x: 0, y: 0, scale: Math.min(1, across, down) }, picture, frame);
}

/** What is under `about` stays under it. */
export function zoomed(view: View, scale: number, about: Point, picture: Size, frame: Size): View {
  const least = Math.min(1, LEAST_EDGE_PX / Math.max(picture.width, picture.height));
  const next = Math.min(MOST, Math.max(least, scale));
  const times = next / view.scale;
  return settled(
    { scale: next, x: about.x - (about.x - view.x) * times, y: about.y - (about.y - view.y) * times },
    picture,
    frame,
  );
}

/** In the middle where it is smaller than the frame; else never lost out of sight. */
export function settled({ x, y, scale }: View, picture: Size, frame: Size): View {
  return {
    scale,
    x: settle(x, picture.width * scale, frame.width),
    y: settle(y, picture.height * scale, frame.height),
  };
}

function settle(at: number, length: number, room: number): number {
  if (length <= room) return (room - length) / 2;
  const slack = SLACK * room;
  return Math.min(slack, Math.max(room - length - slack, at));
}

import { durationBarShare } from '../../lib/duration-bar.ts';
import { BIN_MS, LANE_SPAN_MS, type Column, type Dot, type Lane } from './lane-board.ts';
import { fittedContext } from './strip-drawing.ts';

export interface LaneColours {
  grid: string;
  ok: string;
  failed: string;
  hatch: string;
  edge: string;
  selected: string;
}

/** Colours of the theme around an element as a canvas needs them. */
export function laneColours(element: Element): LaneColours {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    grid: token('--kb-grid'), ok: token('--kb-ok-mark'), failed: token('--kb-fail-mark'),
    hatch: token('--ui-border-accented'), edge: token('--ui-text-dimmed'), selected: token('--kb-focus'),
  };
}

const LEAST_RADIUS = 1.5;
const RADIUS_RANGE = 4;
const EDGE = 8;
const TICKS = 6;
const HATCH_STEP = 6;

/** Radius in px of a dot: the logarithm of its duration. */
export const dotRadius = (durationMs: number): number => LEAST_RADIUS + durationBarShare(durationMs) * RADIUS_RANGE;

/** A place between 0 and 1 that an id always has, so that dots of one moment lie beside each other and none moves. */
export function spreadOf(id: string): number {
  let hash = 0;
  for (let index = 0; index < id.length; index++) hash = (hash * 31 + id.charCodeAt(index)) | 0;
  return ((hash >>> 0) % 97) / 96;
}

export const dotX = ({ endedAt }: Dot, now: number, width: number): number => width * (1 - (now - endedAt) / LANE_SPAN_MS);
export const dotY = ({ id }: Dot, height: number): number => EDGE + spreadOf(id) * (height - 2 * EDGE);

interface LanePicture {
  lane: Lane;
  /** Ms since epoch by the server's clock. */
  now: number;
  /** When the webhook began to rest; null while attempts flow. */
  openSince: number | null;
  selectedId: string | null;
}

export function drawLane(canvas: HTMLCanvasElement, colours: LaneColours, { lane, now, openSince, selectedId }: LanePicture): void {
  const fitted = fittedContext(canvas);
  if (!fitted) return;
  const { context, width, height } = fitted;
  context.fillStyle = colours.grid;
  for (let tick = 0; tick < TICKS; tick++) context.fillRect(Math.round((tick / TICKS) * width), 0, 1, height);
  const dots = lane.dots(now);
  if (dots) drawDots({ context, width, height }, colours, { dots, now, selectedId });
  else drawColumns({ context, width, height }, colours, { columns: lane.columns(now), now });
  if (openSince !== null) drawRest({ context, width, height }, colours, Math.max(0, width * (1 - (now - openSince) / LANE_SPAN_MS)));
}

interface Surface { context: CanvasRenderingContext2D; width: number; height: number }

/** A filled disc succeeded, a cross failed, a cross in a ring gave up: the shape says what the colour says. */
function drawDots({ context, width, height }: Surface, colours: LaneColours, { dots, now, selectedId }: { dots: readonly Dot[]; now: number; selectedId: string | null }): void {
  const [good, bad] = [new Path2D(), new Path2D()];
  for (const dot of dots) {
    const [x, y, radius] = [dotX(dot, now, width), dotY(dot, height), dotRadius(dot.durationMs)];
    if (dot.result === 'ok') {
      good.moveTo(x + radius, y);
      good.arc(x, y, radius, 0, 2 * Math.PI);
      continue;
    }
    const arm = Math.max(2.5, radius * 0.8);
    bad.moveTo(x - arm, y - arm);
    bad.lineTo(x + arm, y + arm);
    bad.moveTo(x + arm, y - arm);
    bad.lineTo(x - arm, y + arm);
    if (dot.result !== 'gaveUp') continue;
    bad.moveTo(x + arm + 3.5, y);
    bad.arc(x, y, arm + 3.5, 0, 2 * Math.PI);
  }
  context.globalAlpha = 0.72;
  context.fillStyle = colours.ok;
  context.fill(good);
  context.globalAlpha = 1;
  context.strokeStyle = colours.failed;
  context.lineWidth = 1.6;
  context.stroke(bad);
  const selected = dots.find(({ id }) => id === selectedId);
  if (!selected) return;
  context.strokeStyle = colours.selected;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(dotX(selected, now, width), dotY(selected, height), 9, 0, 2 * Math.PI);
  context.stroke();
}

/** Half seconds as columns, the failed ones on top with a cross over them. */
function drawColumns({ context, width, height }: Surface, colours: LaneColours, { columns, now }: { columns: readonly Column[]; now: number }): void {
  const most = Math.max(...columns.map(({ ok, failed, gaveUp }) => ok + failed + gaveUp), 1);
  const step = (width * BIN_MS) / LANE_SPAN_MS;
  const full = height - 2 * EDGE;
  const crosses = new Path2D();
  for (const { at, ok, failed, gaveUp } of columns) {
    const x = width * (1 - (now - at) / LANE_SPAN_MS);
    const good = (ok / most) * full;
    const bad = failed + gaveUp > 0 ? Math.max(2, ((failed + gaveUp) / most) * full) : 0;
    context.fillStyle = colours.ok;
    context.globalAlpha = 0.5;
    context.fillRect(x, height - EDGE - good, Math.max(1, step - 1), good);
    context.globalAlpha = 1;
    if (bad === 0) continue;
    context.fillStyle = colours.failed;
    context.fillRect(x, height - EDGE - good - bad, Math.max(1, step - 1), bad);
    const [middle, top] = [x + step / 2, Math.max(3, height - EDGE - good - bad - 4)];
    crosses.moveTo(middle - 2, top - 2);
    crosses.lineTo(middle + 2, top + 2);
    crosses.moveTo(middle + 2, top - 2);
    crosses.lineTo(middle - 2, top + 2);
  }
  context.strokeStyle = colours.failed;
  context.lineWidth = 1.2;
  context.stroke(crosses);
}

/** Hatching from when the webhook rests until now. */
function drawRest({ context, width, height }: Surface, colours: LaneColours, from: number): void {
  context.save();
  context.beginPath();
  context.rect(from, EDGE, width - from, height - 2 * EDGE);
  context.clip();
  context.strokeStyle = colours.hatch;
  context.lineWidth = 1;
  context.beginPath();
  // In steps of the page, not of the hatching's begin: the lines stand still while it grows.
  for (let x = from - (from % HATCH_STEP) - height; x < width; x += HATCH_STEP) {
    context.moveTo(x, height);
    context.lineTo(x + height, 0);
  }
  context.stroke();
  context.restore();
  context.fillStyle = colours.edge;
  context.fillRect(from, EDGE, 2, height - 2 * EDGE);
}

/** The dot under a place of the canvas, in px; null where there is none near. */
export function dotUnder(dots: readonly Dot[], { x, y, now, width, height }: { x: number; y: number; now: number; width: number; height: number }): Dot | null {
  let [nearest, least]: [Dot | null, number] = [null, 10];
  for (const dot of dots) {
    const distance = Math.hypot(dotX(dot, now, width) - x, dotY(dot, height) - y);
    if (distance < least) [nearest, least] = [dot, distance];
  }
  return nearest;
}

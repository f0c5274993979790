import type { SecondSample } from './live-series.ts';

export interface StripColours {
  grid: string;
  base: string;
  volume: string;
  failure: string;
  line: string;
  muted: string;
}

const GRID_LINES = 4;
/** Seconds without an attempt that a line may cross. */
const LONGEST_BRIDGE = 15;
const NICE = [1, 2, 5, 10];

/** The next round number at or above a value, so that an axis does not tremble with it: 1, 2, 5, 10, 20, ... */
export function niceCeiling(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return (NICE.find((step) => step * power >= value) ?? 10) * power;
}

/** Sizes a canvas to its box in device pixels and answers its context with CSS pixels as unit. */
export function fittedContext(canvas: HTMLCanvasElement): { context: CanvasRenderingContext2D; width: number; height: number } | null {
  const context = canvas.getContext('2d');
  const { clientWidth: width, clientHeight: height } = canvas;
  if (!context || width === 0) return null;
  const ratio = devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { context, width, height };
}

/** Colours of the page's theme as a canvas needs them. */
export function stripColours(element: Element): StripColours {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    grid: token('--kb-grid'), base: token('--ui-border-accented'), volume: token('--ui-text-dimmed'),
    failure: token('--kb-fail-mark'), line: token('--ui-primary'), muted: token('--ui-text-muted'),
  };
}

function drawGrid(context: CanvasRenderingContext2D, width: number, height: number, colours: StripColours): void {
  context.lineWidth = 1;
  for (let line = 0; line <= GRID_LINES; line++) {
    const y = Math.min(height - 0.5, Math.round((line / GRID_LINES) * height) + 0.5);
    context.strokeStyle = line === GRID_LINES ? colours.base : colours.grid;
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(width, y);
    context.stroke();
  }
}

/** Attempts a second as grey columns, the failed ones red on top. */
export function drawThroughput(canvas: HTMLCanvasElement, series: readonly SecondSample[], max: number): void {
  const fitted = fittedContext(canvas);
  if (!fitted) return;
  const { context, width, height } = fitted;
  const colours = stripColours(canvas);
  drawGrid(context, width, height, colours);
  const step = width / series.length;
  series.forEach(({ attempts, failures }, index) => {
    if (attempts === 0) return;
    const top = (attempts / max) * height;
    const red = failures > 0 ? Math.max(1, (failures / max) * height) : 0;
    const x = index * step;
    context.globalAlpha = 0.36;
    context.fillStyle = colours.volume;
    context.fillRect(x, height - top + red, Math.max(step, 1), top - red);
    context.globalAlpha = 1;
    context.fillStyle = colours.failure;
    context.fillRect(x, height - top, Math.max(step, 1), red);
  });
}

interface Line {
  values: readonly (number | null)[];
  colour: string;
  dash: number[];
}

function drawLine(context: CanvasRenderingContext2D, { values, colour, dash }: Line, place: (index: number, value: number) => [number, number]): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.4;
  context.lineJoin = 'round';
  context.setLineDash(dash);
  context.beginPath();
  let last = -Infinity;
  values.forEach((value, index) => {
    if (value === null) return;
    const [x, y] = place(index, value);
    if (index - last > LONGEST_BRIDGE) context.moveTo(x - 1, y);
    context.lineTo(x, y);
    last = index;
  });
  context.stroke();
  context.setLineDash([]);
}

/** p95 as the accent line, p50 dashed. */
export function drawLatency(canvas: HTMLCanvasElement, series: readonly SecondSample[], max: number): void {
  const fitted = fittedContext(canvas);
  if (!fitted) return;
  const { context, width, height } = fitted;
  const colours = stripColours(canvas);
  drawGrid(context, width, height, colours);
  const place = (index: number, value: number): [number, number] => [((index + 1) / series.length) * width, Math.max(1, height - (value / max) * height)];
  drawLine(context, { values: series.map(({ p95Ms }) => p95Ms), colour: colours.line, dash: [] }, place);
  drawLine(context, { values: series.map(({ p50Ms }) => p50Ms), colour: colours.muted, dash: [3, 2] }, place);
}

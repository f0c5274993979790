import { DAY_MS, formatDuration, HOUR_MS, MINUTE_MS } from './time.ts';

/** Width of the finest counts, ms. Wider ones are of an hour and of a day (UTC). */
export const FINE_MS = 5 * MINUTE_MS;

/** How long counts of a width are kept. Hours that are older become days; nothing else is ever recounted. */
export const FINE_LIFETIME_MS = 2 * DAY_MS;
export const HOUR_LIFETIME_MS = 35 * DAY_MS;
export const DAY_LIFETIME_MS = 400 * DAY_MS;

export const MAX_BUCKETS = 500;

/** Of the widths that a server chooses, the smallest that makes no more buckets than fit on a chart. */
const CHOICE_MS = [FINE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS, DAY_MS, 7 * DAY_MS];
const GOOD_BUCKETS = 100;

/** What is asked: `[from, to)` in ms since the epoch, until now when `to` is null; the width of a bucket is chosen when null. */
export interface StatsQuestion {
  readonly from: number;
  readonly to: number | null;
  readonly granularityMs: number | null;
}

/** Which counts to read: those of `widths` that begin in `[from, to)`. No two of these widths count the same attempt in it. */
export interface StatsSpan {
  readonly from: number;
  readonly to: number;
  readonly widths: readonly number[];
}

/** Which counts answer a question, and into which buckets they go. The first bucket begins at `span.from`. */
export interface StatsPlan {
  readonly span: StatsSpan;
  /** Where the answer ends, which is not later than now unless that was asked for. */
  readonly end: number;
  /** As long as the span as far as it is past, and just before it. */
  readonly previous: StatsSpan;
  readonly granularityMs: number;
  readonly bucketCount: number;
}

export interface StatsRefusal { readonly refusal: string }

/**
 * Plans the answer, or says why there is none. Ends of the range are as precise as the counts: 5 minutes, of what is more than two
 * days ago an hour, of what is more than 35 days ago a day. So the range begins earlier than asked, by less than that.
 */
export function planStats({ from, to: asked, granularityMs: wanted }: StatsQuestion, now: number): StatsPlan | StatsRefusal {
  const to = asked ?? now;
  if (from >= to) return { refusal: '`range` is empty: `from` must be before `to`.' };
  const precision = precisionAt(from, now);
  const granularityMs = wanted ?? chooseGranularity(to - from, precision);
  if (granularityMs < FINE_MS || granularityMs % precision !== 0) return { refusal: granularityRefusal(precision) };
  const start = floorTo(from, Math.max(precision, Math.min(granularityMs, HOUR_MS)));
  const bucketCount = Math.ceil((to - start) / granularityMs);
  if (bucketCount > MAX_BUCKETS) return { refusal: `\`range\` has ${bucketCount} buckets of ${formatDuration(granularityMs)}; at most ${MAX_BUCKETS} are allowed. Ask for a wider \`granularity\` or a shorter \`range\`.` };
  const width = readableWidth(precision, { start, granularityMs });
  const span = { from: start, to: ceilTo(to, width), widths: widthsOf(width) };
  const end = Math.max(to, Math.min(span.to, now));
  return { span, end, previous: spanBefore(start, Math.max(start, Math.min(end, now)), now), granularityMs, bucketCount };
}

/** The finest counts that are kept since a moment. */
function precisionAt(moment: number, now: number): number {
  if (moment >= now - FINE_LIFETIME_MS) return FINE_MS;
  return moment >= now - HOUR_LIFETIME_MS ? HOUR_MS : DAY_MS;
}

/** Hours are fewer to read than what they are made of. */
function readableWidth(precision: number, { start, granularityMs }: { start: number; granularityMs: number }): number {
  return precision === FINE_MS && start % HOUR_MS === 0 && granularityMs % HOUR_MS === 0 ? HOUR_MS : precision;
}

/** Hours that became days are gone, so both together count each attempt once. */
const widthsOf = (width: number): readonly number[] => (width === FINE_MS ? [FINE_MS] : [HOUR_MS, DAY_MS]);

function spanBefore(end: number, past: number, now: number): StatsSpan {
  const width = precisionAt(2 * end - past, now);
  const to = floorTo(end, width);
  return { from: to - ceilTo(past - end, width), to, widths: widthsOf(width) };
}

function chooseGranularity(lengthMs: number, precision: number): number {
  const possible = CHOICE_MS.filter((each) => each >= precision);
  return possible.find((each) => lengthMs <= each * GOOD_BUCKETS) ?? possible.at(-1)!;
}

function granularityRefusal(precision: number): string {
  if (precision === FINE_MS) return '`granularity` must be a multiple of PT5M.';
  const [age, width] = precision === HOUR_MS ? [FINE_LIFETIME_MS, 'hour'] : [HOUR_LIFETIME_MS, 'day'];
  return `\`granularity\` must be a multiple of ${formatDuration(precision)}: what is older than ${formatDuration(age)} is counted by the ${width}.`;
}

export const floorTo = (moment: number, width: number): number => Math.floor(moment / width) * width;
const ceilTo = (moment: number, width: number): number => Math.ceil(moment / width) * width;

import type { EChartsCoreOption } from 'echarts/core';
import { axisTime } from '../../lib/span-format.ts';
import { durationText } from '../../lib/time-format.ts';
import type { Bucket } from './chart-data.ts';

/** Colours of the page's theme as a canvas needs them. */
export interface ChartColours {
  grid: string;
  label: string;
  volume: string;
  failure: string;
  accent: string;
  font: string;
}

export function chartColours(element: Element): ChartColours {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    grid: token('--kb-grid'), label: token('--ui-text-muted'), volume: token('--kb-control'),
    failure: token('--kb-fail-mark'), accent: token('--ui-primary'), font: token('--font-sans'),
  };
}

const spanOf = (buckets: readonly Bucket[]) => (buckets.at(-1)?.to ?? 0) - (buckets[0]?.from ?? 0);
/** Columns and points stand in the middle of their time. */
const middle = ({ from, to }: Bucket) => (from + to) / 2;

function frame(buckets: readonly Bucket[], colours: ChartColours, valueLabel: (value: number) => string): EChartsCoreOption {
  const label = { color: colours.label, fontSize: 11, fontFamily: colours.font };
  const spanMs = spanOf(buckets);
  return {
    animation: false,
    grid: { left: 4, right: 12, top: 8, bottom: 2, containLabel: true },
    xAxis: {
      type: 'time', min: buckets[0]?.from, max: buckets.at(-1)?.to,
      axisLabel: { ...label, hideOverlap: true, formatter: (at: number) => axisTime(at, spanMs) },
      axisLine: { lineStyle: { color: colours.grid } }, axisTick: { show: false }, splitLine: { show: false },
    },
    yAxis: {
      type: 'value', minInterval: 1, splitNumber: 3,
      axisLabel: { ...label, formatter: valueLabel }, splitLine: { lineStyle: { color: colours.grid } },
    },
  };
}

/** Attempts in columns: volume in grey, failures red on top. */
export function attemptsOption(buckets: readonly Bucket[], colours: ChartColours, countLabel: (value: number) => string): EChartsCoreOption {
  const columns = { type: 'bar', stack: 'attempts', barCategoryGap: '20%', barMaxWidth: 28, silent: true };
  return {
    ...frame(buckets, colours, countLabel),
    series: [
      { ...columns, itemStyle: { color: colours.volume }, data: buckets.map((bucket) => [middle(bucket), bucket.succeeded]) },
      { ...columns, itemStyle: { color: colours.failure }, data: buckets.map((bucket) => [middle(bucket), bucket.failed]) },
    ],
  };
}

/** Percentiles as lines; p95 is the one that matters. A time without attempts is a gap. */
export function latencyOption(buckets: readonly Bucket[], colours: ChartColours): EChartsCoreOption {
  const line = (of: (bucket: Bucket) => number | null, lineStyle: object) => ({
    type: 'line', symbol: 'circle', symbolSize: 3, showAllSymbol: false, silent: true, connectNulls: false,
    lineStyle, itemStyle: { color: (lineStyle as { color: string }).color }, data: buckets.map((bucket) => [middle(bucket), of(bucket)]),
  });
  return {
    ...frame(buckets, colours, durationText),
    series: [
      line(({ p99Ms }) => p99Ms, { color: colours.volume, width: 1.25, type: 'dashed' }),
      line(({ p50Ms }) => p50Ms, { color: colours.volume, width: 1.25 }),
      line(({ p95Ms }) => p95Ms, { color: colours.accent, width: 2 }),
    ],
  };
}

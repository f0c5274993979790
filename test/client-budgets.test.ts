import { describe, expect, it } from 'vitest';
import { type BuiltChunk, excesses, summary, weigh } from '../scripts/client-budgets.ts';

const CHARTS = '../node_modules/echarts/core.js';
const EDITOR = '../node_modules/@codemirror/view/dist/index.js';

const chunk = (fileName: string, more: Partial<BuiltChunk> = {}): BuiltChunk => ({ fileName, bytes: 1_000, isEntry: false, source: null, modules: [], imports: [], dynamicImports: [], ...more });

/** A console of two pages that share a table; one of them has a chart, the other an editor. */
const chunks: BuiltChunk[] = [
  chunk('index.js', { bytes: 10_000, isEntry: true, source: 'index.html', imports: ['vue.js'], dynamicImports: ['en.js', 'start.js'] }),
  chunk('vue.js', { bytes: 60_000 }),
  chunk('en.js', { bytes: 30_000, source: 'messages/en/index.ts' }),
  chunk('start.js', { bytes: 50_000, modules: ['start.ts', 'App.vue'], imports: ['vue.js', 'router.js'], dynamicImports: ['list.js', 'docs.js'] }),
  chunk('router.js', { bytes: 20_000 }),
  chunk('list.js', { bytes: 12_000, source: 'pages/List.vue', imports: ['vue.js', 'table.js', 'only.js'], dynamicImports: ['chart.js'] }),
  chunk('only.js', { bytes: 3_000 }),
  chunk('docs.js', { bytes: 40_000, source: 'pages/Docs.vue', imports: ['table.js'], dynamicImports: ['explorer.js', 'json.js'] }),
  chunk('table.js', { bytes: 18_000 }),
  chunk('chart.js', { bytes: 150_000, source: 'components/Chart.vue', modules: [CHARTS] }),
  chunk('mirror.js', { bytes: 100_000, modules: [EDITOR] }),
  chunk('explorer.js', { bytes: 30_000, source: 'pages/Explorer.vue', imports: ['docs.js', 'mirror.js', 'table.js'] }),
  chunk('json.js', { bytes: 9_000, source: 'components/Json.vue', imports: ['mirror.js'] }),
];
const styles = [{ fileName: 'index.css', bytes: 32_000 }];
const weightOf = (name: string) => weigh(chunks, styles).find((weight) => weight.name === name);

describe('the weight of the console', () => {
  it('starts with the entry, what it waits for and all that these import, each once', () => {
    expect(weightOf('main.ts')).toEqual({ budget: 'start', name: 'main.ts', bytes: 140_000 });
  });

  it('has the texts by themselves', () => {
    expect(weightOf('messages/en/index.ts')).toEqual({ budget: 'messages', name: 'messages/en/index.ts', bytes: 30_000 });
  });

  it('counts for a page what only it fetches, and once what several share', () => {
    expect(weightOf('pages/List.vue')).toEqual({ budget: 'part', name: 'pages/List.vue', bytes: 15_000 });
    expect(weightOf('table.js')).toEqual({ budget: 'part', name: 'table.js', bytes: 18_000 });
  });

  it('tells charts and editors from pages, and counts the heart of the editor with each of them', () => {
    expect(weightOf('components/Chart.vue')).toMatchObject({ budget: 'charts', bytes: 150_000 });
    expect(weightOf('pages/Explorer.vue')).toMatchObject({ budget: 'editor', bytes: 130_000 });
    expect(weightOf('components/Json.vue')).toMatchObject({ budget: 'editor', bytes: 109_000 });
  });
});

describe('the budgets', () => {
  it('hold for this console', () => {
    expect(excesses(weigh(chunks, styles))).toEqual([]);
  });

  it.each([
    ['vue.js', 'The start of the console (main.ts): 181.0 kB compressed, where 180.0 kB are allowed', 101_000],
    ['list.js', 'The part (pages/List.vue): 63.0 kB compressed, where 60.0 kB are allowed', 60_000],
    ['table.js', 'The part (table.js): 61.0 kB compressed, where 60.0 kB are allowed', 61_000],
    ['chart.js', 'The charts (components/Chart.vue): 180.1 kB compressed, where 180.0 kB are allowed', 180_100],
    ['explorer.js', 'The editor (pages/Explorer.vue): 161.0 kB compressed, where 160.0 kB are allowed', 61_000],
    ['en.js', 'The texts (messages/en/index.ts): 46.0 kB compressed, where 45.0 kB are allowed', 46_000],
  ])('refuse a heavier %s in a sentence', (fileName, sentence, bytes) => {
    const heavier = chunks.map((each) => (each.fileName === fileName ? { ...each, bytes } : each));
    expect(excesses(weigh(heavier, styles))).toEqual([expect.stringContaining(sentence)]);
  });

  it('refuse styles that are heavier together', () => {
    expect(excesses(weigh(chunks, [...styles, { fileName: 'page.css', bytes: 9_000 }]))).toEqual([expect.stringContaining('The styles (index.css, page.css): 41.0 kB')]);
  });

  it('are told with the heaviest of each kind', () => {
    expect(summary(weigh(chunks, styles))).toBe('start 140.0 kB of 180.0 kB, messages 30.0 kB of 45.0 kB, styles 32.0 kB of 40.0 kB, part 40.0 kB of 60.0 kB (pages/Docs.vue), charts 150.0 kB of 180.0 kB, editor 130.0 kB of 160.0 kB');
  });
});

import { describe, expect, it } from 'vitest';
import { orderProblems } from '../scripts/client-chunks.ts';

const chunk = (fileName: string, more: { source?: string; modules?: string[]; imports?: string[] } = {}) => ({ fileName, source: null, modules: [], imports: [], ...more });

describe('the order of scripts', () => {
  it('is right when nothing comes before what it needs', () => {
    expect(orderProblems([
      chunk('start.js', { modules: ['start.ts'], imports: ['vue.js'] }), chunk('vue.js'),
      chunk('de.js', { source: 'messages/de/index.ts', imports: ['vue.js'] }), chunk('list.js', { imports: ['start.js', 'vue.js'] }),
    ])).toEqual([]);
  });

  it('is wrong when texts bring the console with them, by whatever way', () => {
    expect(orderProblems([
      chunk('start.js', { modules: ['start.ts'] }), chunk('locale.js', { imports: ['start.js'] }),
      chunk('foreign.js', { source: 'messages/de/foreign.ts', imports: ['locale.js'] }),
    ])).toEqual([expect.stringMatching(/^messages\/de\/foreign\.ts imports the script of the console/)]);
  });

  it('is wrong when scripts import each other', () => {
    const [problem, ...others] = orderProblems([chunk('one.js', { imports: ['two.js'] }), chunk('two.js', { imports: ['three.js'] }), chunk('three.js', { imports: ['one.js'] }), chunk('four.js', { imports: ['one.js'] })]);
    expect(problem).toContain('one.js, two.js, three.js.');
    expect(others).toEqual([]);
  });
});

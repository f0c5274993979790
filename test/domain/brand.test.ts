import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BRAND_GROUNDS, colourProblem, contrast, darkVariantOf } from '../../server/domain/brand.ts';

describe('contrast', () => {
  it.each([['#000000', '#ffffff', 21], ['#ffffff', '#ffffff', 1], ['#777777', '#ffffff', 4.48], ['#017382', '#ffffff', 5.56]])('of %s and %s is %f', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 1);
    expect(contrast(other, one)).toBeCloseTo(ratio, 1);
  });
});

describe('a primary colour', () => {
  it('is taken when it can be read on every ground of its theme', () => {
    expect(colourProblem('#017382', 'light')).toBeNull();
    expect(colourProblem('#61c3d4', 'dark')).toBeNull();
  });

  it('is refused with the ground that it fails on and what to do', () => {
    expect(colourProblem('#ffcc00', 'light')).toMatch(/light theme: its contrast to #\w{6} is 1\.\d\d .* darker one/);
    expect(colourProblem('#1a1a80', 'dark')).toMatch(/dark theme: .* lighter one/);
  });

  it.each(['#017382', '#1a1a80', '#000000', '#7a0030'])('%s gets a variant that can be read in the dark', (colour) => {
    expect(colourProblem(darkVariantOf(colour), 'dark')).toBeNull();
  });
});

describe('the grounds of the sums', () => {
  it('are those of the tokens', () => {
    const tokens = readFileSync('client/styles/tokens.css', 'utf8');
    const [light = '', dark = ''] = tokens.slice(tokens.indexOf('.light')).split('.dark');
    for (const [theme, css] of [['light', light], ['dark', dark]] as const) {
      const values = ['--ui-bg', '--ui-bg-muted', '--ui-bg-elevated'].map((name) => new RegExp(`${name}: (#\\w{6});`).exec(css)?.[1]);
      expect(values).toEqual(BRAND_GROUNDS[theme].grounds);
    }
    expect(dark).toContain(`--ui-text-inverted: ${BRAND_GROUNDS.dark.label};`);
  });
});

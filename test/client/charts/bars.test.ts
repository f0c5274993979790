import { describe, expect, it } from 'vitest';
import { barShares } from '../../../client/components/charts/bar-shares.ts';
import { sparkPaths } from '../../../client/components/charts/spark-paths.ts';

describe('bars of counts', () => {
  it('stand in the order of their counts, the longest being the whole width', () => {
    expect(barShares([{ code: 500, count: 5 }, { code: 200, count: 10 }])).toEqual([
      { item: { code: 200, count: 10 }, share: 1 }, { item: { code: 500, count: 5 }, share: 0.5 },
    ]);
  });

  it('leave out what never happened', () => {
    expect(barShares([{ count: 0 }])).toEqual([]);
  });

  it('are never too short to be seen', () => {
    expect(barShares([{ count: 1_000_000 }, { count: 1 }])[1]?.share).toBe(0.01);
  });
});

describe('a small chart in a row', () => {
  it('draws nothing for times without attempts', () => {
    expect(sparkPaths([{ succeeded: 0, failed: 0 }], 96, 22)).toEqual({ volume: '', failures: '' });
  });

  it('shows a single failure among thousands', () => {
    expect(sparkPaths([{ succeeded: 9_999, failed: 1 }], 96, 22).failures).not.toBe('');
  });

  it('draws all columns of a kind as one path', () => {
    expect(sparkPaths([{ succeeded: 1, failed: 0 }, { succeeded: 2, failed: 0 }], 96, 22).volume.match(/M/g)).toHaveLength(2);
  });
});

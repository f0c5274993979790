import { describe, expect, it } from 'vitest';
import { editorAt, editsOfOthers, withEdits } from '../../../../client/pages/webhooks/recent-edits.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const entry = (webhookId: string, by: string, secondsAgo: number) => ({
  at: new Date(NOW - secondsAgo * 1_000).toISOString(), actorName: by, actor: { id: `mem_${by}` }, target: { id: webhookId },
});

describe('changes of others', () => {
  it('are the newest of each webhook', () => {
    const edits = editsOfOthers([entry('wh_1', 'Ana', 1), entry('wh_2', 'Bo', 2), entry('wh_1', 'Bo', 3)], 'mem_Me');
    expect([...edits]).toEqual([['wh_1', { by: 'Ana', at: NOW - 1_000 }], ['wh_2', { by: 'Bo', at: NOW - 2_000 }]]);
  });

  it('are not those of the reader, and not those of the platform', () => {
    const bySystem = { ...entry('wh_2', 'auto-disable', 1), actor: {} };
    expect(editsOfOthers([entry('wh_1', 'Me', 1), bySystem], 'mem_Me').size).toBe(0);
  });

  it('are told for a minute', () => {
    const known = editsOfOthers([entry('wh_1', 'Ana', 61), entry('wh_2', 'Bo', 59)], null);
    expect([...withEdits(known, editsOfOthers([entry('wh_3', 'Cy', 0)], null), NOW).keys()]).toEqual(['wh_2', 'wh_3']);
    expect([editorAt({ by: 'Ana', at: NOW - 59_999 }, NOW), editorAt({ by: 'Ana', at: NOW - 60_000 }, NOW), editorAt(undefined, NOW)]).toEqual(['Ana', null, null]);
  });
});

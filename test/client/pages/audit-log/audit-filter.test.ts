import { describe, expect, it } from 'vitest';
import { auditFilter } from '../../../../client/pages/audit-log/audit-filter.ts';

const NOW = Date.UTC(2026, 10, 21, 12);

describe('the filter of the audit log in the address', () => {
  it('is empty without one', () => {
    expect(auditFilter({}, NOW)).toEqual({});
  });

  it('takes an action, an actor and a target', () => {
    expect(auditFilter({ action: 'webhook.*', actor: 'mem_1', target: 'wh_1' }, NOW)).toEqual({ actions: ['webhook.*'], actorIds: ['mem_1'], targetIds: ['wh_1'] });
  });

  it('reaches back from the moment it was asked for', () => {
    expect(auditFilter({ since: '24h' }, NOW)).toEqual({ at: { from: '2026-11-20T12:00:00.000Z' } });
  });

  it('takes whole days of the reader, the last one too', () => {
    const at = auditFilter({ from: '2026-11-01', to: '2026-11-02' }, NOW).at;
    expect(at).toEqual({ from: new Date(2026, 10, 1).toISOString(), to: new Date(2026, 10, 3).toISOString() });
  });

  it('is never a range that ends before it begins', () => {
    const at = auditFilter({ from: '2026-11-05', to: '2026-11-02' }, NOW).at;
    expect(at?.to).toBe(at?.from);
  });

  it('leaves out what it cannot read', () => {
    expect(auditFilter({ since: 'soon', from: '21.11.', to: ['2026-11-02', 'x'] }, NOW)).toEqual({});
  });
});

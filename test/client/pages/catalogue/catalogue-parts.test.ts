import { describe, expect, it } from 'vitest';
import { requestExample } from '../../../../client/pages/catalogue/request-example.ts';
import { schemaVersions } from '../../../../client/pages/catalogue/schema-versions.ts';
import { lastDays, volumeBars } from '../../../../client/pages/catalogue/volume.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

it('the request of an example has its headers, an empty line and its body', () => {
  const text = requestExample({ code: 'license.created', schemaVersion: '1', payload: { license: { id: 'lic_1' } }, now: NOW });
  const [head = '', body = ''] = text.split('\n\n');
  expect(head).toContain('POST /webhooks HTTP/1.1\nHost: your.host');
  expect(head).toContain(`webhook-timestamp: ${NOW / 1_000}`);
  expect(JSON.parse(body)).toEqual({
    eventId: 'evt_EXAMPLE', eventDate: '2026-11-20T12:00:00.000Z', eventCode: 'license.created', resourceId: 'lic_1', environment: 'production', schemaVersion: '1', payload: { license: { id: 'lic_1' } },
  });
});

describe('the volume of a type', () => {
  it('is asked for thirty whole days', () => {
    expect(lastDays(NOW)).toEqual({ from: '2026-10-22T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' });
  });

  it('has a column for each bucket that has events, and shows a single one beside thousands', () => {
    expect(volumeBars([0, 1, 10_000], { width: 90, height: 20 })).toEqual([
      { x: 30, y: 19, width: 24, height: 1 }, { x: 60, y: 0, width: 24, height: 20 },
    ]);
    expect(volumeBars([], { width: 90, height: 20 })).toEqual([]);
  });
});

describe('the versions of a schema', () => {
  const entry = (id: string, changes: { field: string; before: unknown; after: unknown }[]) => ({ id, at: '2026-11-20T12:00:00Z', actorName: 'Dana', changes });

  it('are the changes of the version, with the schema before and after', () => {
    const versions = schemaVersions([
      entry('c', [{ field: 'schemaVersion', before: '1', after: '2' }, { field: 'payloadSchema', before: { a: 1 }, after: { b: 1 } }]),
      entry('b', [{ field: 'name', before: 'Old', after: 'New' }]),
      entry('a', [{ field: 'schemaVersion', before: null, after: '1' }, { field: 'payloadSchema', before: null, after: { a: 1 } }]),
    ]);
    expect(versions.map(({ id, version, before }) => [id, version, before])).toEqual([['c', '2', { a: 1 }], ['a', '1', null]]);
  });
});

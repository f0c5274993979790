import { expect, it } from 'vitest';
import { formatBody, type EventMessage } from '../../server/domain/payload-format.ts';

const message: EventMessage = {
  eventCode: 'license.activated',
  resourceId: 'lic_1',
  environment: 'PRODUCTION',
  occurredAt: Date.UTC(2026, 10, 20, 12),
  eventUrl: 'https://keys.example/admin/events/evt_1?a=1&b=2',
};
const line = 'license.activated: lic_1 in production at 2026-11-20T12:00:00.000Z.';

it('STANDARD is the envelope itself', () => {
  expect(formatBody('STANDARD', '{"a": 1}', message)).toBe('{"a": 1}');
});

it('SLACK is one readable line with a link', () => {
  expect(JSON.parse(formatBody('SLACK', '', message))).toEqual({
    text: `${line} <https://keys.example/admin/events/evt_1?a=1&amp;b=2|Open the event>`,
  });
});

it('SLACK cannot be made to mention anybody', () => {
  const body = formatBody('SLACK', '', { ...message, resourceId: '<!channel> & co' });
  expect(body).toContain('&lt;!channel&gt; &amp; co');
});

it('DISCORD is one readable line with a link and mentions nobody', () => {
  expect(JSON.parse(formatBody('DISCORD', '', message))).toEqual({
    content: `${line} <https://keys.example/admin/events/evt_1?a=1&b=2>`,
    allowed_mentions: { parse: [] },
  });
});

it('DISCORD keeps to 2000 characters and keeps the link', () => {
  const { content } = JSON.parse(formatBody('DISCORD', '', { ...message, resourceId: 'x'.repeat(5000) })) as { content: string };
  expect(content).toHaveLength(2000);
  expect(content.endsWith('evt_1?a=1&b=2>')).toBe(true);
});

it('a resource id with line breaks stays on the line', () => {
  expect(formatBody('DISCORD', '', { ...message, resourceId: 'a\nb' })).toContain('a b in production');
});

import { describe, expect, it } from 'vitest';
import { replayThere } from '../../../../client/pages/events/replay-there.ts';

type Event = Parameters<typeof replayThere>[0];
type Webhook = Parameters<typeof replayThere>[1];

const delivery = (id: string, webhookId: string, status: Event['deliveries']['nodes'][number]['status'] = 'SUCCEEDED') => ({ id, status, webhook: { id: webhookId } });
const event = (changes: Partial<Event> = {}): Event => ({
  publishedAt: '2026-11-20T12:00:00.123Z', isTest: false, payloadUnavailableReason: null, type: { code: 'license.created' }, environment: { key: 'STAGING' },
  deliveries: { nodes: [] }, ...changes,
});
const webhook = (changes: Partial<Webhook> = {}): Webhook => ({
  id: 'wh_1', status: 'ACTIVE', deletedAt: null, environment: { key: 'STAGING' }, eventTypes: [{ code: 'license.created' }], ...changes,
});

describe('sending one event to one webhook', () => {
  it('repeats its own delivery, whatever others there are', () => {
    const nodes = [delivery('dlv_other', 'wh_2'), delivery('dlv_own', 'wh_1', 'SKIPPED')];
    expect(replayThere(event({ deliveries: { nodes } }), webhook())).toEqual({ scope: { ids: ['dlv_own'] }, targetWebhookId: null });
  });

  it('repeats the delivery to another webhook where it had none, even of a type that it does not ask for', () => {
    const nodes = [delivery('dlv_other', 'wh_2')];
    expect(replayThere(event({ deliveries: { nodes } }), webhook({ eventTypes: [] }))).toEqual({ scope: { ids: ['dlv_other'] }, targetWebhookId: 'wh_1' });
  });

  it('asks for what it missed in that millisecond where the event went nowhere', () => {
    expect(replayThere(event(), webhook())).toEqual({
      scope: { missedSince: { webhookId: 'wh_1', since: '2026-11-20T12:00:00.123Z', until: '2026-11-20T12:00:00.124Z' } }, targetWebhookId: null,
    });
  });

  it('needs the type among its events where the event went nowhere', () => {
    expect(replayThere(event(), webhook({ eventTypes: [] }))).toMatchObject({ remedy: 'edit' });
  });

  it('waits while its delivery is under way', () => {
    expect(replayThere(event({ deliveries: { nodes: [delivery('dlv_own', 'wh_1', 'RETRYING')] } }), webhook())).toMatchObject({ remedy: null });
  });

  it('needs the webhook to be active and the payload to be there', () => {
    expect(replayThere(event(), webhook({ status: 'INACTIVE' }))).toMatchObject({ remedy: 'open' });
    expect(replayThere(event({ payloadUnavailableReason: 'EXPIRED' }), webhook())).toMatchObject({ remedy: null });
  });

  it.each<[string, Event, Webhook]>([
    ['a test', event({ isTest: true }), webhook()],
    ['a deleted webhook', event(), webhook({ deletedAt: '2026-11-20T13:00:00Z' })],
    ['another environment', event(), webhook({ environment: { key: 'PRODUCTION' } })],
  ])('is never possible for %s', (_, one, other) => {
    expect(replayThere(one, other)).toBeNull();
  });
});

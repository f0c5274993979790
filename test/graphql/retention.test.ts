import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Pruner } from '../../server/dispatcher/pruner.ts';
import { DAY_MS } from '../../server/domain/time.ts';
import { insertWebhook, NOON } from '../support/factories.ts';
import { insertStory, type Story } from '../support/history.ts';
import { ApiBench } from './api-bench.ts';

let api: ApiBench;
let story: Story;

beforeAll(async () => {
  api = await ApiBench.open();
  const webhook = await insertWebhook(api.store, { accountId: api.accountId });
  story = await insertStory(api.store, webhook, NOON - 20 * DAY_MS);
  await new Pruner({ store: api.store, retention: { factsMs: 30 * DAY_MS, bodiesMs: 14 * DAY_MS }, clock: () => NOON }).pass();
});
afterAll(() => api.close());

describe('past the retention of bodies', () => {
  it('an event has its facts and says why its payload is missing', async () => {
    const query = 'query ($id: ID!) { webhookEvent(id: $id) { resourceId payload payloadUnavailableReason deliverySummary { succeeded } } }';
    expect(await api.read(query, { id: story.event.id })).toEqual({
      webhookEvent: { resourceId: story.event.resourceId, payload: null, payloadUnavailableReason: 'EXPIRED', deliverySummary: { succeeded: 1 } },
    });
  });

  it('an attempt has its facts and says why its bodies are missing', async () => {
    const query = `query ($id: ID!) { deliveryAttempt(id: $id) {
      statusCode timing { queueMs } signatures { keyId } request { body bodyUnavailableReason } response { statusCode body bodyUnavailableReason }
    } }`;
    expect(await api.read(query, { id: story.attempt.id })).toEqual({ deliveryAttempt: {
      statusCode: 200, timing: null, signatures: [], request: { body: null, bodyUnavailableReason: 'EXPIRED' },
      response: { statusCode: 200, body: null, bodyUnavailableReason: 'EXPIRED' },
    } });
  });

  it('a delivery is not offered to be sent again', async () => {
    const query = 'query ($id: ID!) { delivery(id: $id) { status viewerCanReplay } }';
    expect(await api.read(query, { id: story.delivery.id })).toEqual({ delivery: { status: 'SUCCEEDED', viewerCanReplay: false } });
  });
});

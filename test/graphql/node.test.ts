import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environmentId } from '../../server/domain/environments.ts';
import { newId } from '../../server/domain/ids.ts';
import { insertDelivery, insertEvent, insertWebhook } from '../support/factories.ts';
import { ApiBench } from './api-bench.ts';

describe('node', () => {
  let api: ApiBench;
  const own: Record<string, string> = {};
  const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
  const typesOf = async (ids: string[], viewer = api.member('SUPER_ADMIN')) =>
    (await api.read<{ nodes: ({ __typename: string } | null)[] }>(NODES, { ids }, viewer)).nodes.map((node) => node?.__typename ?? null);

  beforeAll(async () => {
    api = await ApiBench.open();
    const webhook = await insertWebhook(api.store, { accountId: api.accountId });
    const event = await insertEvent(api.store, webhook);
    const delivery = await insertDelivery(api.store, webhook, event);
    const attempt = await api.addAttempt(delivery);
    own.Webhook = webhook.id;
    own.WebhookEvent = event.id;
    own.Delivery = delivery.id;
    own.DeliveryAttempt = attempt.id;
    own.Account = api.accountId;
    own.Environment = environmentId(api.accountId, 'PRODUCTION');
    own.EventType = api.commands.deps.catalogue.byCode(api.accountId, 'license.created')!.id;
  });
  afterAll(() => api.close());

  it('refetches an object of each type by its id', async () => {
    expect(await typesOf(Object.values(own))).toEqual(Object.keys(own));
  });

  it('gives null at the place of an id that names nothing', async () => {
    expect(await typesOf([newId('wh'), own.Webhook!, 'nonsense', 'wh_', newId('ses')])).toEqual([null, 'Webhook', null, null, null]);
  });

  it('keeps another account from seeing whether an id exists', async () => {
    const ids = Object.values(own).filter((id) => id !== own.EventType);
    expect(await typesOf(ids, api.stranger())).toEqual(ids.map(() => null));
  });

  it('shows a member of a low role what everybody may see, and no more', async () => {
    expect(await typesOf([own.Account!, own.Environment!, own.EventType!, own.Webhook!, own.Delivery!], api.member('OPERATOR')))
      .toEqual(['Account', 'Environment', 'EventType', null, null]);
  });

  it('shows an API key nothing outside its environments', async () => {
    const key = api.key(['WEBHOOKS_READ'], ['STAGING']);
    expect(await typesOf([own.Environment!, own.Webhook!, own.WebhookEvent!, own.Delivery!, own.DeliveryAttempt!], key)).toEqual([null, null, null, null, null]);
  });

  it('reads many of a type in one statement', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) ids.push((await insertWebhook(api.store, { accountId: api.accountId })).id);
    expect(await api.countReads(() => typesOf(ids))).toBe(1);
  });

  it('refuses 101 ids', async () => {
    expect((await api.ask(api.member('ADMIN'), NODES, { ids: Array.from({ length: 101 }, () => newId('wh')) })).codes).toEqual(['BAD_USER_INPUT']);
  });
});

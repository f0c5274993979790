import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Webhook } from '../../server/storage/entities/webhook.ts';
import { makeWorld } from './account-world.ts';
import { ApiBench } from './api-bench.ts';

const PUBLISH = 'mutation { eventsPublish(input: { events: [] }) { userErrors { code } } }';

/** Who may use and read what is in `access-matrix.test.ts`. */
describe('access', () => {
  let api: ApiBench;

  beforeAll(async () => {
    api = await ApiBench.open();
  });
  afterAll(() => api.close());

  it('to publishing is for super admins and keys with the scope', async () => {
    expect((await api.ask(api.member('ADMIN'), PUBLISH)).codes).toEqual(['FORBIDDEN']);
    expect((await api.ask(api.key(['WEBHOOKS_WRITE']), PUBLISH)).codes).toEqual(['FORBIDDEN']);
    expect((await api.ask(api.member('SUPER_ADMIN'), PUBLISH)).codes).toEqual([]);
    expect((await api.ask(api.key(['EVENTS_PUBLISH']), PUBLISH)).codes).toEqual([]);
  });

  it('names the role that is needed', async () => {
    const { errors } = await api.ask(api.member('OPERATOR'), '{ webhooks(first: 1) { totalCount } }');
    expect(errors[0]?.message).toContain('ADMIN');
  });

  it('to the catalogue is for every caller', async () => {
    for (const viewer of [api.member('VIEWER'), api.key([])]) {
      expect((await api.ask(viewer, '{ eventTypeGroups { key eventTypes { code } } environments { key } }')).codes).toEqual([]);
    }
  });

  it('does not lead from the result of a mutation to what its scope does not cover', async () => {
    const operation = `mutation ($event: EventInput!) { eventPublish(input: { event: $event }) { event { deliveries(first: 1) { nodes { url } } } userErrors { code } } }`;
    const payload = api.commands.deps.catalogue.byCode(api.accountId, 'product.deleted')?.examples[0]?.payload;
    const event = { type: 'product.deleted', environment: 'STAGING', resourceId: 'prod_1', idempotencyKey: 'key', payload };
    const { data, codes } = await api.ask<{ eventPublish: object }>(api.key(['EVENTS_PUBLISH']), operation, { event });
    expect(codes).toEqual(['FORBIDDEN']);
    expect(data?.eventPublish).toEqual({ event: null, userErrors: [] });
  });

  it('to a webhook tells the name of who made it, and nothing else of them', async () => {
    const world = await makeWorld(api);
    const row = await api.store.reader.findOneByOrFail(Webhook, { id: world.ids.wh! });
    expect(row.createdBy).toBe(world.viewer.actorId);
    const asking = (fields: string) => api.ask<{ webhook: { createdBy: object | null } }>(
      { ...api.key(['WEBHOOKS_READ']), accountId: world.accountId }, `query ($id: ID!) { webhook(id: $id) { createdBy { ... on Member { ${fields} } } } }`, { id: row.id });
    expect((await asking('name')).data?.webhook.createdBy).toEqual({ name: 'Ada' });
    const { data, codes, errors } = await asking('name email');
    expect([data?.webhook.createdBy, codes, errors[0]?.message]).toEqual([null, ['FORBIDDEN'], expect.stringContaining('role ADMIN')]);
  });
});

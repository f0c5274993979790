import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebhookQueue } from '../../server/storage/entities/webhook.ts';
import { ApiBench } from './api-bench.ts';

let api: ApiBench;
beforeAll(async () => {
  api = await ApiBench.open();
});
afterAll(() => api.close());

interface Webhook { id: string; ordering: string }
const CREATE = 'mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { webhook { id ordering } } }';
const UPDATE = 'mutation ($input: WebhookUpdateInput!) { webhookUpdate(input: $input) { webhook { id ordering } } }';

async function create(own: Record<string, unknown> = {}): Promise<Webhook> {
  const input = { name: 'Billing', url: 'https://hooks.example.com/a', environment: 'STAGING', events: ['license.*'], ...own };
  return (await api.read<{ webhookCreate: { webhook: Webhook } }>(CREATE, { input })).webhookCreate.webhook;
}
const update = async (input: Record<string, unknown>) => (await api.read<{ webhookUpdate: { webhook: Webhook } }>(UPDATE, { input })).webhookUpdate.webhook;
const hasLine = async ({ id }: Webhook) => (await api.store.reader.findOneByOrFail(WebhookQueue, { webhookId: id })).lastPosition !== null;

describe('ordering', () => {
  it('is PARALLEL unless somebody asks for FIFO', async () => {
    const webhook = await create();
    expect(webhook.ordering).toBe('PARALLEL');
    expect(await hasLine(webhook)).toBe(false);
  });

  it('can be chosen for a new webhook', async () => {
    const webhook = await create({ ordering: 'FIFO' });
    expect(webhook.ordering).toBe('FIFO');
    expect(await hasLine(webhook)).toBe(true);
  });

  it('can be switched on and off, and null goes back to the default', async () => {
    const webhook = await create();
    expect(await update({ id: webhook.id, ordering: 'FIFO' })).toEqual({ id: webhook.id, ordering: 'FIFO' });
    expect(await update({ id: webhook.id, name: 'Other' })).toEqual({ id: webhook.id, ordering: 'FIFO' });
    expect(await hasLine(webhook)).toBe(true);
    expect(await update({ id: webhook.id, ordering: null })).toEqual({ id: webhook.id, ordering: 'PARALLEL' });
    expect(await hasLine(webhook)).toBe(false);
  });

  it('is one of two words', async () => {
    const input = { name: 'A', url: 'https://a.example.com', environment: 'STAGING', events: ['*'], ordering: 'LIFO' };
    const { errors } = await api.ask(api.member('ADMIN'), CREATE, { input });
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining('"LIFO" does not exist in "DeliveryOrdering"')]);
  });
});

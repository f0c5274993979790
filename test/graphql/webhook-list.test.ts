import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertWebhook, NOON } from '../support/factories.ts';
import { ApiBench } from './api-bench.ts';

describe('webhooks', () => {
  const LIST = `query ($filter: WebhookFilter, $orderBy: WebhookOrder) { webhooks(first: 100, filter: $filter, orderBy: $orderBy) {
    nodes { name } totalCount statusCounts { status count } } }`;
  interface List { webhooks: { nodes: { name: string }[]; totalCount: number; statusCounts: { status: string; count: number }[] } }
  let own: ApiBench;
  const list = async (filter: Record<string, unknown> = {}, viewer = own.member('ADMIN')) => (await own.read<List>(LIST, { filter }, viewer)).webhooks;
  const names = async (filter: Record<string, unknown>) => (await list(filter)).nodes.map(({ name }) => name);

  beforeAll(async () => {
    own = await ApiBench.open();
    const { accountId } = own;
    await insertWebhook(own.store, { accountId, name: 'Billing 100%', url: 'https://billing.example.com/hook', eventPatterns: ['license.*'] });
    await insertWebhook(own.store, { accountId, name: 'crm_sync', url: 'https://crm.example.com/', environment: 'STAGING', eventPatterns: ['product.created'] });
    await insertWebhook(own.store, { accountId, name: 'Audit', url: 'https://audit.example.com/', status: 'INACTIVE', eventPatterns: ['*'] });
    await insertWebhook(own.store, { accountId, name: 'Gone', deletedAt: NOON });
    await insertWebhook(own.store, { name: 'Foreign' });
  });
  afterAll(() => own.close());

  it('lists the account\'s own by name, whatever the case, without the deleted', async () => {
    expect(await names({})).toEqual(['Audit', 'Billing 100%', 'crm_sync']);
  });

  it.each([
    [{ search: 'BILL' }, ['Billing 100%']],
    [{ search: '.example.com/hook' }, ['Billing 100%']],
    [{ search: '100%' }, ['Billing 100%']],
    [{ search: '%' }, ['Billing 100%']],
    [{ search: 'm_s' }, ['crm_sync']],
    [{ search: 'no such' }, []],
    [{ environments: ['STAGING'] }, ['crm_sync']],
    [{ statuses: ['INACTIVE'] }, ['Audit']],
    [{ eventTypes: ['license.activated'] }, ['Audit', 'Billing 100%']],
    [{ eventTypes: ['product.created', 'contract.created'] }, ['Audit', 'crm_sync']],
    [{ search: 'example', environments: ['PRODUCTION'], statuses: ['ACTIVE'] }, ['Billing 100%']],
  ])('filters by %j', async (filter, expected) => {
    expect(await names(filter)).toEqual(expected);
  });

  it('counts per status under the rest of the filter', async () => {
    const { totalCount, statusCounts } = await list({ statuses: ['ACTIVE'], environments: ['PRODUCTION'] });
    expect(totalCount).toBe(1);
    expect(statusCounts).toEqual([{ status: 'ACTIVE', count: 1 }, { status: 'INACTIVE', count: 1 }]);
  });

  it('shows an API key nothing outside its environments', async () => {
    const key = own.key(['WEBHOOKS_READ'], ['STAGING']);
    expect((await list({}, key)).nodes).toEqual([{ name: 'crm_sync' }]);
    expect((await list({ environments: ['PRODUCTION'] }, key)).nodes).toEqual([]);
  });

  it('takes a hundred long codes and refuses one more', async () => {
    const eventTypes = Array.from({ length: 100 }, (_, index) => `code${index}${'.a'.repeat(60)}`);
    expect(await names({ eventTypes })).toEqual(['Audit']);
    expect((await own.ask(own.member('ADMIN'), LIST, { filter: { eventTypes: [...eventTypes, 'a.b'] } })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('refuses a search of 201 characters', async () => {
    expect((await own.ask(own.member('ADMIN'), LIST, { filter: { search: 'x'.repeat(201) } })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('reads a list with secrets, health, backlog and creator in a fixed number of statements', async () => {
    const fields = 'query ($n: Int!) { webhooks(first: $n) { nodes { name signingSecrets { hint } health { state backlog } environment { webhookCount } } } }';
    const one = await own.countReads(() => own.read(fields, { n: 1 }));
    expect(await own.countReads(() => own.read(fields, { n: 3 }))).toBe(one);
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiBench } from './api-bench.ts';

let api: ApiBench;
beforeAll(async () => { api = await ApiBench.open(); });
afterAll(() => api.close());

interface Answer { saved: { webhook: { id: string; url: string } } }

const CREATE = 'mutation ($input: WebhookCreateInput!) { saved: webhookCreate(input: $input) { webhook { id url } } }';
const UPDATE = 'mutation ($input: WebhookUpdateInput!) { saved: webhookUpdate(input: $input) { webhook { id url } } }';
const save = async (mutation: string, input: object) => (await api.read<Answer>(mutation, { input })).saved.webhook;
const create = (url: string) => save(CREATE, { name: 'Billing', url, environment: 'STAGING', events: ['license.*'] });

it('a webhook shows the URL that is called, from the start and after a change', async () => {
  const { id, url } = await create('HTTPS://Hooks.Example.com:443/a/../b');
  expect(url).toBe('https://hooks.example.com/b');
  expect((await save(UPDATE, { id, url: 'https://bücher.example/x' })).url).toBe('https://xn--bcher-kva.example/x');
  expect((await save(UPDATE, { id, name: 'Other' })).url).toBe('https://xn--bcher-kva.example/x');
});

it('a webhook keeps the URL of a bare host as it was typed', async () => {
  expect((await create('https://hooks.example.com')).url).toBe('https://hooks.example.com');
});

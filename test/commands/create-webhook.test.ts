import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebhook, type CreateWebhookInput } from '../../server/commands/create-webhook.ts';
import { newSecret } from '../../server/domain/signing/secrets.ts';
import { Webhook, WebhookQueue, WebhookSecret } from '../../server/storage/entities/webhook.ts';
import { openCommandBench, problemsOf, webhookInput, type CommandBench } from './command-bench.ts';

describe('createWebhook', () => {
  let bench: CommandBench;
  const create = (own: Partial<CreateWebhookInput> = {}) => createWebhook(bench.deps, bench.caller, webhookInput(own));

  beforeAll(async () => {
    bench = await openCommandBench();
  });
  afterAll(() => bench.close());

  it('stores the webhook with its queue and tells the senders of it', async () => {
    const { webhook } = await create({ name: '  Billing sync ' });
    const { reader } = bench.deps.store;
    expect(await reader.findOneBy(Webhook, { id: webhook.id })).toEqual(webhook);
    expect(webhook).toMatchObject({ name: 'Billing sync', version: 1, status: 'ACTIVE', createdBy: bench.caller.actorId });
    expect(await reader.existsBy(WebhookQueue, { webhookId: webhook.id })).toBe(true);
    expect(await bench.deps.directory.byId(bench.caller.accountId, webhook.id)).not.toBeNull();
  });

  it('keeps the secret sealed and returns it once', async () => {
    const { webhook, signingSecret } = await create();
    const [row] = await bench.deps.store.reader.findBy(WebhookSecret, { webhookId: webhook.id });
    expect(signingSecret).toMatch(/^whsec_/);
    expect(JSON.stringify(row)).not.toContain(signingSecret.slice('whsec_'.length));
    const cached = await bench.deps.directory.byId(bench.caller.accountId, webhook.id);
    expect(cached?.secrets.map(({ text }) => text)).toEqual([signingSecret]);
  });

  it('takes an own secret', async () => {
    const signingSecret = newSecret();
    expect((await create({ signingSecret })).signingSecret).toBe(signingSecret);
  });

  it('seals secret header values and sends them in clear', async () => {
    const { webhook } = await create({ customHeaders: [{ name: 'Authorization', value: 'Bearer abc', isSecret: true }, { name: 'X-Team', value: 'billing', isSecret: false }] });
    expect(webhook.customHeaders[0]?.value).not.toContain('abc');
    const cached = await bench.deps.directory.byId(bench.caller.accountId, webhook.id);
    expect(cached?.customHeaders.map(({ value }) => value)).toEqual(['Bearer abc', 'billing']);
  });

  it('lets two webhooks have the same name', async () => {
    await create({ name: 'Twin' });
    await expect(create({ name: 'Twin' })).resolves.toBeDefined();
  });

  it('reports everything that is wrong at once, each with its place', async () => {
    const problems = await problemsOf(create({ name: ' ', url: 'http://example.com', events: ['license.*', 'licence.activated'], timeoutMs: 31_000, maxConcurrency: 0, signatureSchemes: [] }));
    expect(problems.map(({ code, path }) => `${code} ${path?.join('.')}`)).toEqual([
      'REQUIRED input.name', 'URL_NOT_HTTPS input.url', 'UNKNOWN_EVENT_TYPE input.events.1', 'INVALID input.timeout',
      'INVALID input.maxConcurrency', 'REQUIRED input.signatureSchemes',
    ]);
  });

  it.each<[string, Partial<CreateWebhookInput>, string]>([
    ['a name of 121 characters', { name: 'x'.repeat(121) }, 'TOO_LONG input.name'],
    ['an empty URL', { url: '' }, 'REQUIRED input.url'],
    ['a URL that is none', { url: 'nope' }, 'INVALID input.url'],
    ['a URL of 2,049 characters', { url: `https://example.com/${'x'.repeat(2029)}` }, 'TOO_LONG input.url'],
    ['a loopback address', { url: 'https://127.0.0.1/' }, 'URL_BLOCKED input.url'],
    ['a loopback address in disguise', { url: 'https://0x7f.1/' }, 'URL_BLOCKED input.url'],
    ['a private IPv6 address', { url: 'https://[fd00::1]/' }, 'URL_BLOCKED input.url'],
    ['a mapped IPv4 address', { url: 'https://[::ffff:10.0.0.1]/' }, 'URL_BLOCKED input.url'],
    ['the metadata service', { url: 'https://169.254.169.254/latest' }, 'URL_BLOCKED input.url'],
    ['a local name', { url: 'https://db.internal/' }, 'URL_BLOCKED input.url'],
    ['no events', { events: [] }, 'REQUIRED input.events'],
    ['201 events', { events: Array<string>(201).fill('license.*') }, 'TOO_MANY input.events'],
    ['a pattern that matches nothing', { events: ['invoice.*'] }, 'UNKNOWN_EVENT_TYPE input.events.0'],
    ['the test event', { events: ['webhook.test'] }, 'UNKNOWN_EVENT_TYPE input.events.0'],
    ['a secret without prefix', { signingSecret: 'abc' }, 'INVALID input.signingSecret'],
    ['a short secret', { signingSecret: 'whsec_YWJj' }, 'INVALID input.signingSecret'],
    ['a description of 2,001 characters', { description: 'x'.repeat(2001) }, 'TOO_LONG input.description'],
    ['a header without value', { customHeaders: [{ name: 'X-Team', value: null, isSecret: true }] }, 'REQUIRED input.customHeaders.0.value'],
    ['a reserved header', { customHeaders: [{ name: 'Content-Type', value: 'x', isSecret: false }] }, 'INVALID input.customHeaders.0.name'],
  ])('refuses %s', async (_what, own, expected) => {
    const problems = await problemsOf(create(own));
    expect(problems.map(({ code, path }) => `${code} ${path?.join('.')}`)).toEqual([expected]);
  });

  it('suggests the event that was probably meant', async () => {
    const [problem] = await problemsOf(create({ events: ['license.actived'] }));
    expect(problem?.message).toBe('There is no event type "license.actived". Did you mean "license.activated"?');
  });

  it('names the address and the rule of a blocked target', async () => {
    expect(await problemsOf(create({ url: 'https://10.0.0.1/' }))).toMatchObject([{ resolvedAddresses: ['10.0.0.1'], rule: 'special-purpose' }]);
  });

  it('refuses an environment that the API key may not use', async () => {
    const narrow = { ...bench.caller, environments: ['STAGING'] as const };
    expect(await problemsOf(createWebhook(bench.deps, narrow, webhookInput()))).toMatchObject([{ code: 'INVALID', path: ['input', 'environment'] }]);
  });

  it('stores nothing of a refused webhook', async () => {
    const before = await bench.deps.store.reader.count(Webhook);
    await problemsOf(create({ name: '' }));
    expect(await bench.deps.store.reader.count(Webhook)).toBe(before);
  });

  it('lets the operator open a network and plain http', async () => {
    const open = { ...bench.deps, settings: { ...bench.deps.settings, allowHttpTargets: true, allowCidrs: ['127.0.0.1/32'] } };
    await expect(createWebhook(open, bench.caller, webhookInput({ url: 'http://127.0.0.1:9000/' }))).resolves.toBeDefined();
  });
});

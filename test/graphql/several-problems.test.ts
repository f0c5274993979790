import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '../../server/auth/passwords.ts';
import { hashToken } from '../../server/auth/tokens.ts';
import { newId } from '../../server/domain/ids.ts';
import { buildKeybellSchema } from '../../server/graphql/schema.ts';
import { Invitation, Member, Person, SetupToken } from '../../server/storage/entities/member.ts';
import { NOON } from '../support/factories.ts';
import { makeWorld, snapshotOf, type AccountWorld } from './account-world.ts';
import { ApiBench } from './api-bench.ts';
import { rootFields } from './schema-walk.ts';

const UNKNOWN = 'wh_01JD0000000000000000000000';
const PAST = '2020-01-01T00:00:00Z';

/** An input with several things wrong, and all that is to be said about it, as `path CODE`. */
interface Case {
  input: object | ((world: AccountWorld) => object);
  problems: readonly string[];
  /** Why there is only one thing that can be wrong, or may be told. */
  alone?: string;
}

const ONE_ID = 'it takes an id, and nothing else that could be wrong';
const ONE_VALUE = 'it takes one value';
const notFound: Case = { input: { id: UNKNOWN }, problems: ['input.id NOT_FOUND'], alone: ONE_ID };

const BAD_WEBHOOK = {
  name: '', url: 'http://x', events: [], description: 'x'.repeat(3_000), customHeaders: [{ name: 'X Y', value: 'v' }, { name: 'Host', value: 'v' }],
  retryPolicy: { backoff: { fixed: { delay: 'PT0S', maxAttempts: 0 } }, jitter: 2 }, timeout: 'PT0S', maxRequestsPerSecond: 0, maxConcurrency: 0, signatureSchemes: [], contentFilter: '((',
};
const WEBHOOK_PROBLEMS = [
  'input.name REQUIRED', 'input.url URL_NOT_HTTPS', 'input.events REQUIRED', 'input.description TOO_LONG', 'input.customHeaders.0.name INVALID', 'input.customHeaders.1.name INVALID',
  'input.retryPolicy.backoff.fixed.maxAttempts INVALID', 'input.retryPolicy.backoff.fixed.delay INVALID', 'input.retryPolicy.jitter INVALID', 'input.timeout INVALID',
  'input.maxConcurrency INVALID', 'input.maxRequestsPerSecond INVALID', 'input.signatureSchemes REQUIRED', 'input.contentFilter INVALID',
];
const BAD_EVENT = { type: 'no.such', environment: 'STAGING', resourceId: '', idempotencyKey: '', traceparent: 'x', payload: {}, rawPayload: '{' };
const eventProblems = (path: string) => [`${path}.type UNKNOWN_EVENT_TYPE`, `${path}.resourceId REQUIRED`, `${path}.idempotencyKey REQUIRED`, `${path}.traceparent INVALID`, `${path}.payload INVALID`];
const EVENT_TYPE_PROBLEMS = ['input.name REQUIRED', 'input.description REQUIRED', 'input.payloadSchema INVALID', 'input.examples REQUIRED'];

const CASES: Readonly<Record<string, Case>> = {
  webhookCreate: { input: { ...BAD_WEBHOOK, environment: 'STAGING', signingSecret: 'x', idempotencyKey: '' }, problems: [...WEBHOOK_PROBLEMS, 'input.signingSecret INVALID', 'input.idempotencyKey REQUIRED'] },
  webhookUpdate: { input: ({ ids }) => ({ ...BAD_WEBHOOK, id: ids.wh }), problems: WEBHOOK_PROBLEMS },
  webhookDelete: notFound,
  webhookRestore: notFound,
  webhooksActivate: { input: ({ ids }) => ({ ids: [UNKNOWN, ids.wh, newId('wh')] }), problems: ['input.ids.0 NOT_FOUND', 'input.ids.2 NOT_FOUND'] },
  webhooksDeactivate: { input: ({ ids }) => ({ ids: [UNKNOWN, ids.wh, newId('wh')] }), problems: ['input.ids.0 NOT_FOUND', 'input.ids.2 NOT_FOUND'] },
  webhookSecretRotate: { input: ({ ids }) => ({ id: ids.wh, overlap: 'P400D', signingSecret: 'x' }), problems: ['input.overlap INVALID', 'input.signingSecret INVALID'] },
  webhookSecretReveal: { input: { id: UNKNOWN, secretId: UNKNOWN }, problems: ['input.id NOT_FOUND'], alone: 'of a webhook that there is not there are no secrets to look for' },
  webhookSecretExpire: { input: { id: UNKNOWN, secretId: UNKNOWN }, problems: ['input.id NOT_FOUND'], alone: 'of a webhook that there is not there are no secrets to look for' },
  webhookTest: notFound,
  webhookSampleSend: { input: { id: UNKNOWN, eventType: 'no.such' }, problems: ['input.id NOT_FOUND', 'input.eventType UNKNOWN_EVENT_TYPE'] },
  webhookUrlCheck: { input: { url: 'x' }, problems: ['input.url INVALID'], alone: ONE_VALUE },
  webhookSettingsUpdate: {
    input: {
      defaultRetryPolicy: { backoff: { fixed: { delay: 'PT0S', maxAttempts: 0 } }, jitter: 2 }, defaultTimeout: 'PT0S', retention: 'P4000D', bodyRetention: 'PT1S', autoDisableAfter: 'PT1S', secretOverlap: 'P400D',
      alerts: { failureRateThreshold: 2, recipients: ['x', 'y'] },
    },
    problems: [
      'input.defaultRetryPolicy.backoff.fixed.maxAttempts INVALID', 'input.defaultRetryPolicy.backoff.fixed.delay INVALID', 'input.defaultRetryPolicy.jitter INVALID', 'input.defaultTimeout INVALID',
      'input.autoDisableAfter INVALID', 'input.secretOverlap INVALID', 'input.alerts.failureRateThreshold INVALID', 'input.alerts.recipients.0 INVALID', 'input.alerts.recipients.1 INVALID',
      'input.retention INVALID', 'input.bodyRetention INVALID',
    ],
  },
  deliveryRetry: { input: { id: UNKNOWN, idempotencyKey: '' }, problems: ['input.id NOT_FOUND', 'input.idempotencyKey REQUIRED'] },
  deliveryCancel: notFound,
  deliveriesReplay: {
    input: { scope: {}, targetWebhookId: UNKNOWN, maxRequestsPerSecond: 0, idempotencyKey: '' },
    problems: ['input.scope INVALID', 'input.targetWebhookId NOT_FOUND', 'input.maxRequestsPerSecond INVALID', 'input.idempotencyKey REQUIRED'],
  },
  deliveriesCancel: { input: { scope: { ids: [UNKNOWN, newId('dlv')] }, idempotencyKey: '' }, problems: ['input.scope.ids.0 NOT_FOUND', 'input.scope.ids.1 NOT_FOUND', 'input.idempotencyKey REQUIRED'] },
  bulkOperationCancel: notFound,
  deliveryAttemptsExport: { input: { filter: {}, format: 'CSV', idempotencyKey: '' }, problems: ['input.idempotencyKey REQUIRED'], alone: 'a filter that is too long is refused as that of every list' },
  eventTypeCreate: {
    input: { code: 'license.created', name: '', description: '', group: 'No group', payloadSchema: { type: 1 }, examples: [] },
    problems: [...EVENT_TYPE_PROBLEMS, 'input.group INVALID', 'input.code TAKEN'],
  },
  eventTypeUpdate: { input: { code: 'billing.mine', name: '', description: '', payloadSchema: { type: 1 }, examples: [] }, problems: EVENT_TYPE_PROBLEMS },
  eventTypeDeprecate: { input: { code: 'billing.mine', reason: '', replacement: 'no.such' }, problems: ['input.reason REQUIRED', 'input.replacement UNKNOWN_EVENT_TYPE'] },
  eventPublish: { input: { event: BAD_EVENT }, problems: eventProblems('input.event') },
  eventsPublish: { input: { events: [BAD_EVENT, BAD_EVENT] }, problems: [...eventProblems('input.events.0'), ...eventProblems('input.events.1')] },
  apiKeyCreate: {
    input: { name: '', scopes: [], environments: [], expiresAt: PAST },
    problems: ['input.name REQUIRED', 'input.scopes REQUIRED', 'input.environments REQUIRED', 'input.expiresAt INVALID'],
  },
  apiKeyRevoke: notFound,
  signingKeyRotate: { input: { activeFrom: PAST }, problems: ['input.activeFrom INVALID'], alone: ONE_VALUE },
  memberInvite: { input: { email: 'x', role: 'ADMIN' }, problems: ['input.email INVALID'], alone: ONE_VALUE },
  memberRoleUpdate: { ...notFound, input: { id: UNKNOWN, role: 'ADMIN' } },
  memberSuspend: notFound,
  memberReinstate: notFound,
  memberRemove: notFound,
  memberTwoFactorReset: notFound,
  accountCreate: { input: { name: '' }, problems: ['input.name REQUIRED'], alone: ONE_VALUE },
  accountSwitch: notFound,
  accountUpdate: { input: { requiresTwoFactor: true }, problems: ['input.requiresTwoFactor INVALID_STATE'], alone: ONE_VALUE },
  sessionRevoke: notFound,
  signIn: { input: { email: 'x', password: 'x' }, problems: ['null INVALID'], alone: 'who cannot sign in is not told what was wrong' },
  reauthenticate: { input: {}, problems: ['input.password REQUIRED'], alone: ONE_VALUE },
  setupComplete: { input: { token: 'setup', name: '', email: 'x', password: 'x' }, problems: ['input.name REQUIRED', 'input.email INVALID', 'input.password INVALID'] },
  invitationAccept: { input: { token: 'invitation', name: '', password: 'x' }, problems: ['input.name REQUIRED', 'input.password INVALID'] },
  twoFactorBegin: { input: { password: 'x' }, problems: ['input.password INVALID'], alone: ONE_VALUE },
  twoFactorConfirm: { input: { code: 'x' }, problems: ['null INVALID_STATE'], alone: ONE_VALUE },
  twoFactorDisable: { input: { password: 'x', code: 'x' }, problems: ['null INVALID_STATE'], alone: 'whoever has not the password is told nothing about the code' },
  twoFactorRecoveryCodesRenew: { input: { code: 'x' }, problems: ['null INVALID_STATE'], alone: ONE_VALUE },
};

interface Problem { code: string; path: string[] | null; message: string }

const schema = await buildKeybellSchema();

describe('a mutation whose input has several problems', () => {
  let api: ApiBench;
  let world: AccountWorld;
  beforeAll(async () => {
    api = await ApiBench.open();
    world = await makeWorld(api);
    await addNewcomers();
    const mine = '{ code: "billing.mine", name: "Mine", description: "Mine.", group: "product", payloadSchema: { type: "object" }, examples: [{}] }';
    await api.read(`mutation { eventTypeCreate(input: ${mine}) { userErrors { message } } }`, {}, world.viewer);
  });
  afterAll(() => api.close());

  /** Somebody who is invited, and a server that waits for its first member: what they send is looked at only when they may come in. */
  async function addNewcomers(): Promise<void> {
    const person = { id: newId('per'), email: 'new@example.com', name: '', passwordHash: null, createdAt: NOON };
    const member = { id: newId('mem'), accountId: world.accountId, personId: person.id, role: 'ADMIN', status: 'INVITED', lastActiveAt: null, createdAt: NOON, removedAt: null } as const;
    const passwordHash = await hashPassword('a password of many letters');
    await api.store.write(async (tx) => {
      await tx.insert(SetupToken, { tokenHash: hashToken('setup'), accountId: world.accountId, createdAt: NOON });
      await tx.insert(Person, person);
      await tx.insert(Member, member);
      await tx.insert(Invitation, { memberId: member.id, tokenHash: hashToken('invitation'), createdAt: NOON, expiresAt: NOON + 1e9 });
      await tx.update(Person, { id: world.viewer.member!.personId }, { passwordHash });
    });
  }

  async function problemsOf(name: string, input: object): Promise<Problem[]> {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const inner = name === 'eventsPublish' ? 'results { userErrors { code path message } }' : '';
    const { data, errors } = await graphql({
      schema, source: `mutation ($input: ${type}!) { ${name}(input: $input) { ${inner} userErrors { code path message } } }`,
      variableValues: { input }, contextValue: { ...api.context(world.viewer), setSession: () => undefined },
    });
    expect(errors).toBeUndefined();
    const { userErrors, results = [] } = data![name] as { userErrors: Problem[]; results?: { userErrors: Problem[] }[] };
    return [...userErrors, ...results.flatMap((each) => each.userErrors)];
  }

  it.each(Object.entries(CASES))('%s lists them all and stores nothing', async (name, { input, problems }) => {
    const before = await snapshotOf(api, world.accountId);
    const told = await problemsOf(name, typeof input === 'function' ? input(world) : input);
    expect(told.map(({ code, path }) => `${path?.join('.') ?? 'null'} ${code}`).toSorted()).toEqual([...problems].sort());
    for (const { message } of told) expect(message).toMatch(/^\S.+[.?]$/);
    expect(await snapshotOf(api, world.accountId)).toBe(before);
  });

  it('is in the table, every one, and those with one problem only for a reason', () => {
    const withInput = rootFields(schema).filter(({ kind, field }) => kind === 'mutation' && field.args.length > 0).map(({ field }) => field.name);
    expect(Object.keys(CASES).toSorted()).toEqual(withInput.toSorted());
    expect(Object.entries(CASES).filter(([, { problems, alone }]) => problems.length > 1 === (alone !== undefined)).map(([name]) => name)).toEqual([]);
  });
});

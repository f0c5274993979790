import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKeybellSchema } from '../../server/graphql/schema.ts';
import { startTestApp } from '../http/test-app.ts';
import { take, type ApiClient } from '../support/api-client.ts';
import { ExampleWorld } from '../support/example-world.ts';
import { readExamples, type Example } from '../support/examples.ts';
import { rootFields } from './schema-walk.ts';

const schema = await buildKeybellSchema();
const examples = readExamples().map((example) => [example.field, example] as const);
const PATIENCE_MS = 60_000;

/** Examples that end or change the session that runs them. */
const OWN_SESSION = ['Mutation.signOut', 'Mutation.accountSwitch'];
/** Examples that change how somebody signs in: each is somebody of its own. */
const OWN_PERSON = ['Mutation.sessionsRevokeOthers', 'Mutation.twoFactorBegin', 'Mutation.twoFactorConfirm', 'Mutation.twoFactorDisable', 'Mutation.twoFactorRecoveryCodesRenew'];
/** Examples of those who have no session yet. */
const NO_SESSION = ['Query.service', 'Mutation.signIn', 'Mutation.invitationAccept', 'Mutation.setupComplete'];

/** All user errors of an answer, wherever they stand. */
function userErrorsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(userErrorsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => (name === 'userErrors' && Array.isArray(member) ? member : userErrorsIn(member)));
}

describe('the examples of the API', () => {
  let world: ExampleWorld;
  let admin: ApiClient;
  beforeAll(async () => {
    world = await ExampleWorld.open();
    admin = await world.session();
  });
  afterAll(async () => {
    await admin.close();
    await world.close();
  });

  async function callerOf(field: string): Promise<ApiClient> {
    if (NO_SESSION.includes(field)) return world.anonymous;
    if (OWN_PERSON.includes(field)) return world.newcomer();
    return OWN_SESSION.includes(field) ? world.session() : admin;
  }

  async function answerTo({ field, source, variables }: Example): Promise<unknown> {
    const caller = await callerOf(field);
    const filled = world.pair(await world.fill(variables));
    if (field.startsWith('Subscription.')) return (await take(caller.subscribe(source, filled), 1))[0];
    return caller.graphql(source, filled);
  }

  const withServer = examples.filter(([field]) => field !== 'Mutation.setupComplete');
  it.each(withServer)('%s gives no errors', { timeout: PATIENCE_MS }, async (_field, example) => {
    const answer = await answerTo(example);
    expect(userErrorsIn(answer)).toEqual([]);
    expect(Object.values(answer as object).every((value) => value !== null)).toBe(true);
  });

  it('Mutation.setupComplete gives no errors on a server that is new', async () => {
    const app = await startTestApp();
    try {
      const { source, variables } = examples.find(([field]) => field === 'Mutation.setupComplete')![1];
      const input = { ...variables.input as object, token: app.app.setupToken, password: 'a password of many letters' };
      expect(userErrorsIn(await app.anonymous.graphql(source, { input }))).toEqual([]);
    } finally {
      await app.stop();
    }
  });

  it('are there for every query, mutation and subscription, and for nothing else; add one to schema/examples with a new field', () => {
    expect(examples.map(([field]) => field).toSorted()).toEqual(rootFields(schema).map(({ name }) => name).toSorted());
  });

  it.each(examples)('%s asks only for what the API has', (_field, { source }) => {
    expect(validate(schema, parse(source)).map(({ message }) => message)).toEqual([]);
  });
});

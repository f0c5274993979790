import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../http/test-app.ts';

let app: TestApp;
beforeAll(async () => { app = await startTestApp(); });
afterAll(() => app.stop());

/** MAY audits are left out: three of them want GET without a header that forms of other sites cannot send. */
const audits = serverAudits({ url: () => `${app.baseUrl}/graphql`, fetchFn: fetch }).filter(({ name }) => !name.startsWith('MAY'));

describe('GraphQL over HTTP, by the audits of graphql-http', () => {
  it.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });
});

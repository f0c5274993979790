import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { graphql } from '../../client/graphql.ts';

const answer = { data: { accountCreate: { account: { name: 'Enter a name.' }, userErrors: [{ __typename: 'BasicUserError', message: 'Enter a name.' }] } } };
const news = { deliveryAttempts: { attempts: [{ failure: { message: 'The receiver answered 503.' } }] } };
const refusal = { message: 'The operation took longer than 10 s and was given up. Ask for less at a time. A mutation that had begun may still take effect: look before you repeat it.', extensions: { code: 'OPERATION_TIMEOUT' } };

describe('the console in German', () => {
  const browser = (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM;
  const home = window.location.href;
  let server: Server;
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'graphql-transport-ws' });
  let replies: object[] = [];

  beforeAll(async () => {
    server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify(replies.shift())));
    server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, (open) => {
      open.on('message', (data) => {
        const { type, id } = JSON.parse(String(data)) as { type: string; id?: string };
        if (type === 'connection_init') open.send(JSON.stringify({ type: 'connection_ack' }));
        if (type === 'subscribe') open.send(JSON.stringify({ type: 'next', id, payload: { data: news } }));
      });
    }));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    browser.setURL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    localStorage.setItem('keybell-language', 'de');
    vi.resetModules();
    await (await import('../../client/i18n.ts')).loadMessages();
  }, 30_000);

  afterAll(() => {
    localStorage.clear();
    // The files that share what is imported are in English again.
    vi.resetModules();
    browser.setURL(home);
    sockets.close();
    server.close();
    server.closeAllConnections();
  });

  it('says what a mutation refused in German, and leaves names alone', async () => {
    const { client } = await import('../../client/urql.ts');
    replies = [answer];
    const document = graphql('mutation Test($input: AccountCreateInput!) { accountCreate(input: $input) { account { name } userErrors { message } } }');
    const { data } = await client.mutation(document, { input: { name: '' } }).toPromise();
    expect(data?.accountCreate).toMatchObject({ account: { name: 'Enter a name.' }, userErrors: [{ message: 'Geben Sie einen Namen ein.' }] });
  });

  it('says why a whole request failed in German', async () => {
    const [{ client }, { problemOf }] = await Promise.all([import('../../client/urql.ts'), import('../../client/lib/problem.ts')]);
    replies = [{ errors: [refusal] }];
    const { error } = await client.query(graphql('query Test { viewer { role } }'), {}).toPromise();
    expect(problemOf(error!).message).toMatch(/^Die Abfrage dauerte länger als 10 s und wurde aufgegeben\. Fragen Sie/);
  });

  it('says what comes over a stream in German', async () => {
    const { live } = await import('../../client/urql.ts');
    const told = vi.fn();
    const end = live.subscribe(graphql('subscription Test { deliveryAttempts { attempts { failure { message } } } }'), () => ({}), { onData: told, onError: vi.fn() });
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith({ deliveryAttempts: { attempts: [{ failure: { message: 'Der Empfänger hat mit 503 geantwortet.' } }] } }));
    end();
  });

  it('finds an event type by its German and by its English', async () => {
    const [{ catalogueText }, { mentions }] = await Promise.all([import('../../client/i18n.ts'), import('../../client/lib/type-words.ts')]);
    const type = { code: 'license.suspended', name: catalogueText('License suspended'), description: '' };
    expect(['ausgesetzt', 'suspended', 'license sus', 'storniert'].map((text) => mentions(type, text))).toEqual([true, true, true, false]);
  });
});

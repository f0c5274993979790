import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJson } from '../../server/http/body.ts';

const MAX_BYTES = 1_000;

let server: Server;
let client: Socket;
beforeEach(async () => {
  server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
});
afterEach(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** A request that says it has so many bytes and sends these. */
async function requestOf(text: string, length = text.length): Promise<IncomingMessage> {
  const arrived = once(server, 'request');
  client.write(`POST / HTTP/1.1\r\nhost: keybell.example\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${text}`);
  return (await arrived)[0] as IncomingMessage;
}

describe('a body', () => {
  it('is read from all of its parts', async () => {
    const value = readJson(await requestOf('{"a":', 7), MAX_BYTES);
    client.write('1}');
    expect(await value).toEqual({ a: 1 });
  });

  it('that is larger than it may be is refused before it has arrived', async () => {
    await expect(readJson(await requestOf('', MAX_BYTES + 1), MAX_BYTES)).rejects.toMatchObject({ status: 413, message: expect.stringContaining('larger than 1,000 bytes') as string });
  });

  it('that grows larger than it may be without saying so is refused while it arrives, and can be answered', async () => {
    const arrived = once(server, 'request');
    client.write('POST / HTTP/1.1\r\nhost: keybell.example\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n');
    const [req, res] = await arrived as [IncomingMessage, ServerResponse];
    const value = readJson(req, MAX_BYTES);
    client.write(`800\r\n${'x'.repeat(0x800)}\r\n`);
    await expect(value).rejects.toMatchObject({ status: 413 });
    res.end('too large');
    const [answer] = await once(client, 'data') as [Buffer];
    expect(answer.toString()).toContain('too large');
  });

  it('whose client hangs up is given up, while it is read and before', async () => {
    const req = await requestOf('{"a":', 7);
    const value = readJson(req, MAX_BYTES);
    client.destroy();
    await expect(value).rejects.toThrow('ended before its body was complete');
    await expect(readJson(req, MAX_BYTES)).rejects.toThrow('ended before its body was complete');
  });
});

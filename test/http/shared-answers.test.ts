import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { ExecutionResult } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { AnswerSocket, takeAnswerOut, textOf } from '../../server/http/shared-answers.ts';

const ANSWER: ExecutionResult = { data: { name: 'Lizenz „Größe“', empty: null } };
const next = (id: string, answer = ANSWER) => JSON.stringify({ id, type: 'next', payload: textOf(answer) }, takeAnswerOut);

let server: WebSocketServer;
let client: WebSocket;
let sender: WebSocket;
let arrived: { text: string; isBinary: boolean }[];
beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', WebSocket: AnswerSocket });
  await once(server, 'listening');
  const opened = once(server, 'connection');
  arrived = [];
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  client.on('message', (data: Buffer, isBinary) => arrived.push({ text: data.toString(), isBinary }));
  [[sender]] = await Promise.all([opened, once(client, 'open')]) as [[WebSocket], unknown];
});
afterEach(async () => {
  client.terminate();
  await new Promise((resolve) => server.close(resolve));
});

/** What arrives of messages that were sent, in their order. */
async function received(...messages: string[]): Promise<unknown[]> {
  for (const message of messages) await new Promise<void>((resolve, reject) => sender.send(message, (error) => (error ? reject(error) : resolve())));
  await expect.poll(() => arrived.length).toBe(messages.length);
  expect(arrived.every(({ isBinary }) => !isBinary)).toBe(true);
  return arrived.map(({ text }) => JSON.parse(text) as unknown);
}

describe('an answer that several get', () => {
  it('is made into text once', () => {
    expect(textOf(ANSWER)).toBe(textOf(ANSWER));
    expect(textOf({ ...ANSWER })).not.toBe(textOf(ANSWER));
  });

  it('arrives as a text message', async () => {
    expect(await received(next('1'))).toEqual([{ id: '1', type: 'next', payload: ANSWER }]);
  });

  it('is put into no other message when its own is not sent', async () => {
    next('1');
    const pong = JSON.stringify({ type: 'pong' }, takeAnswerOut);
    expect(await received(pong, next('2', { data: { name: 'other' } }), JSON.stringify({ type: 'ping', payload: null }, takeAnswerOut)))
      .toEqual([{ type: 'pong' }, { id: '2', type: 'next', payload: { data: { name: 'other' } } }, { type: 'ping', payload: null }]);
  });
});

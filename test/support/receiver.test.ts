import { afterEach, beforeEach, expect, it } from 'vitest';
import { Receiver } from './receiver.ts';

let receiver: Receiver;
beforeEach(async () => { receiver = await Receiver.start(); });
afterEach(() => receiver.close());

const post = (body: string, path = '/hook') => fetch(receiver.url(path), { method: 'POST', body, headers: { 'X-Case': 'Kept' } });

it('keeps the bytes and the header names as sent', async () => {
  await post('{"a": 1}');
  const [request] = await receiver.received();
  expect(request?.body.toString()).toBe('{"a": 1}');
  expect(request?.headers['x-case']).toBe('Kept');
});

it('answers in turn and then as before', async () => {
  receiver.respond({ status: 204 }).respondInTurn({ status: 500, body: 'broken' }, { status: 429, headers: { 'retry-after': '7' } });
  const [first, second, third] = [await post('1'), await post('2'), await post('3')];
  expect([first.status, second.status, second.headers.get('retry-after'), third.status]).toEqual([500, 429, '7', 204]);
});

it('cuts the connection when told to', async () => {
  receiver.respond({ reset: true });
  await expect(post('x')).rejects.toThrow('fetch failed');
});

it('lets a hanging request go on release', async () => {
  receiver.respond({ hang: 'headers' });
  const answer = post('x');
  await receiver.received();
  receiver.release();
  expect((await answer).status).toBe(200);
});

it('says how many requests it missed', async () => {
  await post('x', '/other');
  await expect(receiver.received(1, { path: '/hook', timeoutMs: 20 })).rejects.toThrow('0 of 1 requests arrived in 20 ms.');
});

import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readNews, writeNews, type News } from '../../server/peers/news.ts';
import { Peers } from '../../server/peers/peers.ts';
import { freePort } from '../support/mariadb-server.ts';
import { RedisServer, withRedis } from '../support/redis-server.ts';

const WAIT = { timeout: 30_000 };

interface Peer { peers: Peers; heard: (News | null)[]; states: boolean[] }

function meet(url: string, prefix = 'keybell:one'): Peer {
  const heard: (News | null)[] = [];
  const states: boolean[] = [];
  const peers = new Peers({ url, prefix, onNews: (news) => heard.push(news), onState: ({ isUp }) => states.push(isUp) });
  peers.start();
  return { peers, heard, states };
}

it('understands news of its own version only', () => {
  const news = { kind: 'webhooks', accountId: 'acc_1' } as const;
  expect(readNews(writeNews('me', news))).toEqual({ sender: 'me', news });
  for (const text of ['', '[]', 'null', '{"sender":"me","kind":"other"}', '{"sender":"me","kind":"webhooks"}', '{"kind":"work"}']) expect(readNews(text)).toBeNull();
});

withRedis('processes that share a Redis', () => {
  let redis: RedisServer;
  let met: Peer[] = [];
  beforeEach(async () => { redis = await RedisServer.start(); });
  afterEach(async () => {
    for (const { peers } of met) peers.stop();
    met = [];
    await redis.stop();
  });

  async function meetAll(...prefixes: string[]): Promise<Peer[]> {
    met = prefixes.map((prefix) => meet(redis.url, prefix));
    await vi.waitUntil(() => met.every(({ peers, heard }) => peers.isUp && heard.length > 0), WAIT);
    for (const { heard } of met) heard.length = 0;
    return met;
  }

  it('hear what the others tell, and not what they tell themselves', async () => {
    const [one, other] = await meetAll('keybell:one', 'keybell:one');
    one!.peers.tell({ kind: 'webhooks', accountId: 'acc_1' });
    await vi.waitUntil(() => other!.heard.length > 0, WAIT);
    expect(other!.heard).toEqual([{ kind: 'webhooks', accountId: 'acc_1' }]);
    expect(one!.heard).toEqual([]);
  });

  it('hear nothing of another installation', async () => {
    const [one, stranger, other] = await meetAll('keybell:one', 'keybell:two', 'keybell:one');
    one!.peers.tell({ kind: 'work' });
    await vi.waitUntil(() => other!.heard.length > 0, WAIT);
    expect(stranger!.heard).toEqual([]);
  });

  it('put a flood of the same news into few messages, and tell the last of it', async () => {
    const [one, other] = await meetAll('keybell:one', 'keybell:one');
    for (let count = 0; count < 10_000; count++) one!.peers.tell({ kind: 'outcomes' });
    await vi.waitUntil(() => other!.heard.length > 1, WAIT);
    expect(other!.heard.length).toBeLessThan(100);
  });

  it('look at everything after Redis was away', async () => {
    const [one, other] = await meetAll('keybell:one', 'keybell:one');
    await redis.signal('SIGKILL');
    await vi.waitUntil(() => !one!.peers.isUp && !other!.peers.isUp, WAIT);
    one!.peers.tell({ kind: 'work' });
    await redis.restart();
    await vi.waitUntil(() => one!.heard.includes(null) && other!.heard.includes(null), WAIT);
    expect(other!.states).toEqual([true, false, true]);
  });

  it('never wait for a Redis that hangs, nor keep much for it', async () => {
    const [one] = await meetAll('keybell:one');
    await redis.signal('SIGSTOP');
    for (let count = 0; count < 5_000; count++) one!.peers.tell({ kind: 'webhooks', accountId: `acc_${count}` });
    await redis.signal('SIGCONT');
    const listener = new Redis(redis.url);
    expect(await listener.ping()).toBe('PONG');
    listener.disconnect();
  });

  it('notice a Redis that hangs, and look at everything when it goes on', async () => {
    const [one] = await meetAll('keybell:one');
    await redis.signal('SIGSTOP');
    await vi.waitUntil(() => !one!.peers.isUp, WAIT);
    await redis.signal('SIGCONT');
    await vi.waitUntil(() => one!.peers.isUp && one!.heard.includes(null), WAIT);
    expect(one!.states).toEqual([true, false, true]);
  });

  it('are up again when only the connection that they speak on was closed', async () => {
    const [one, other] = await meetAll('keybell:one', 'keybell:one');
    const admin = new Redis(redis.url);
    const clients = (await admin.client('LIST') as string).split('\n').filter((line) => line.includes('name=keybell-speaking'));
    for (const line of clients) await admin.client('KILL', 'ID', Number(/^id=(\d+)/.exec(line)![1]));
    admin.disconnect();
    await vi.waitUntil(() => one!.states.length === 3 && one!.peers.isUp, WAIT);
    one!.peers.tell({ kind: 'work' });
    await vi.waitUntil(() => other!.heard.length > 0, WAIT);
    expect(other!.heard).toEqual([{ kind: 'work' }]);
  });

  it('leave no secret in Redis', async () => {
    await meetAll('keybell:one');
    const looking = new Redis(redis.url);
    expect(await looking.keys('*')).toEqual([]);
    expect(await looking.pubsub('CHANNELS')).toEqual(['keybell:one:news']);
    looking.disconnect();
  });
});

it('goes on without a Redis, tells so once, and does not fail', async () => {
  const { peers, heard, states } = meet(`redis://127.0.0.1:${await freePort()}`);
  await vi.waitUntil(() => states.length > 0, WAIT);
  peers.tell({ kind: 'work' });
  expect([peers.isUp, heard, states]).toEqual([false, [], [false]]);
  peers.stop();
});

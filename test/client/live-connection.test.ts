import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { createLiveConnection, retryDelayMs } from '../../client/live-connection.ts';
import { graphql } from '../../client/graphql.ts';

describe('retryDelayMs', () => {
  it('doubles from half a second', () => {
    expect([0, 1, 2].map((retries) => retryDelayMs(retries, () => 1))).toEqual([500, 1_000, 2_000]);
  });

  it('stays under half a minute however often it failed', () => {
    expect(retryDelayMs(1_000, () => 1)).toBe(30_000);
  });

  it('spreads over the upper half, so that a crowd does not return at once', () => {
    expect(retryDelayMs(2, () => 0)).toBe(1_000);
  });
});

describe('a connection that the server closes', () => {
  let server: WebSocketServer;
  afterEach(() => server.close());

  async function closedWith(code: number) {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'graphql-transport-ws' });
    server.on('connection', (socket) => socket.close(code));
    await once(server, 'listening');
    const onSignedOut = vi.fn();
    const live = createLiveConnection({ url: () => `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, onSignedOut });
    const end = live.subscribe(graphql('subscription Test { deliveryAttempts { cursor } }'), () => ({}), { onData: vi.fn(), onError: vi.fn() });
    await vi.waitFor(() => expect(live.state.cuts).toBe(1));
    end();
    return { live, onSignedOut };
  }

  it('says so when there are too many, and tries again', async () => {
    const { live, onSignedOut } = await closedWith(4429);
    expect(live.state).toMatchObject({ isCrowded: true, phase: 'reconnecting' });
    expect(onSignedOut).not.toHaveBeenCalled();
  });

  it('ends the session on the page when the server no longer knows it', async () => {
    const { live, onSignedOut } = await closedWith(4403);
    expect(onSignedOut).toHaveBeenCalledOnce();
    expect(live.state.isCrowded).toBe(false);
  });
});

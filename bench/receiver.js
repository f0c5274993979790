import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROCESS = fileURLToPath(new URL('./receiver-process.js', import.meta.url));

/** Starts the counting receiver in its own process. */
export async function startReceiver() {
  const child = fork(PROCESS);
  const [{ port }] = await once(child, 'message');
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    /** Resolves when `count` requests have arrived from now on; times are monotonic nanoseconds. */
    async expect(count) {
      child.send({ expect: count });
      const [{ firstAt, lastAt }] = await once(child, 'message');
      return { firstAt: BigInt(firstAt), lastAt: BigInt(lastAt) };
    },
    forget: () => child.send({ expect: Infinity }),
    /** When each event arrived first at each webhook. */
    async arrivals() {
      child.send({ report: true });
      const [{ arrivals }] = await once(child, 'message');
      return arrivals.map(([eventId, webhookId, at]) => ({ eventId, webhookId, at: BigInt(at) }));
    },
    stop: () => child.disconnect(),
  };
}

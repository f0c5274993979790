import { eventOf, publish } from './api.js';

/** Publishes by the clock whether or not earlier events are acknowledged, so that a slow server cannot hide its delays. */
export async function publishAtPace(api, payload, { seconds, perSecond }) {
  const startedAt = performance.now();
  const pending = [];
  for (let index = 0; index < seconds * perSecond; index++) {
    const waitMs = startedAt + index * (1_000 / perSecond) - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    pending.push(publish(api, eventOf(payload)));
  }
  return Promise.all(pending);
}

/** From sending each of `sent` to its request at the receiver. */
export async function describeDelays(receiver, sent) {
  const arrivals = new Map((await receiver.arrivals()).map(({ eventId, at }) => [eventId, at]));
  const times = sent.filter(({ id }) => arrivals.has(id)).map(({ id, at }) => Number(arrivals.get(id) - at) / 1e6).sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms, ${times.length} of ${sent.length} arrived`;
}

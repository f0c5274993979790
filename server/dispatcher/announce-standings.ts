import type { StandingNews } from '../storage/standing-rows.ts';
import type { Announcer } from './events.ts';

/** Tells people of what changed for webhooks that failed. */
export function announceStandings(announcer: Announcer, news: readonly StandingNews[]): void {
  for (const { webhookId, circuit, circuitChange, autoDisable, failingSince, disableAt } of news) {
    if (circuitChange !== null) announcer.announce('circuit', { webhookId, change: circuitChange, retryAt: circuit.retryAt });
    if (autoDisable !== null && failingSince !== null) announcer.announce('autoDisable', { webhookId, step: autoDisable, failingSince, disableAt });
  }
}

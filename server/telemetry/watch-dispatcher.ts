import type { AlertNews, Announcer } from '../dispatcher/events.ts';
import { formatDateTime, SECOND_MS } from '../domain/time.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Counts and logs what the dispatcher tells; it can neither slow nor break the sending. */
export function watchDispatcher(announcer: Announcer, { log, metrics }: { log: Log; metrics: Metrics }): void {
  announcer.on('recorded', (attempts) => {
    for (const { status, failureCode, durationMs } of attempts) {
      metrics.attempts.inc({ result: status === 'SUCCEEDED' ? status : (failureCode ?? status) });
      metrics.attemptSeconds.observe(durationMs / SECOND_MS);
    }
  });
  announcer.on('rescued', ({ owner, count }) => log.warn({ owner, count }, 'took over the deliveries of a process that died'));
  announcer.on('laneLost', ({ owner }) => log.warn({ owner }, 'another process took this one for dead; it goes on under a new identity'));
  announcer.on('pruned', (removed) => log.info(removed, 'removed what is past retention'));
  announcer.on('circuit', ({ webhookId, change, retryAt }) => log.info({ webhookId, change, retryAt: retryAt && formatDateTime(retryAt) }, 'the circuit of a webhook changed'));
  announcer.on('autoDisable', ({ webhookId, step, failingSince, disableAt }) => {
    const facts = { webhookId, failingSince: formatDateTime(failingSince), disableAt: disableAt && formatDateTime(disableAt) };
    log.warn(facts, step === 'WARN' ? 'a webhook only fails; its receiver must be mended' : 'a webhook only failed and was switched off');
  });
  announcer.on('alert', (news) => logAlert(log, news));
  announcer.on('fault', ({ doing, error }) => log.error({ err: error, doing }, 'the dispatcher met a fault and tries again'));
}

function logAlert(log: Log, { reason, retryAt, ...alert }: AlertNews): void {
  if (reason === null) return log.info(alert, 'sent an alert by e-mail');
  const facts = { ...alert, reason, retryAt: retryAt && formatDateTime(retryAt) };
  log.warn(facts, retryAt === null ? 'an alert was not sent by e-mail' : 'an alert could not be sent by e-mail and is tried again');
}

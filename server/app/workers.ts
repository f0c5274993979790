import { BulkRunner } from '../commands/bulk-runner.ts';
import { AlertCourier } from '../dispatcher/alert-courier.ts';
import { FailureRateWatch } from '../dispatcher/failure-rate-watch.ts';
import { HealthWatch } from '../dispatcher/health-watch.ts';
import { Pruner } from '../dispatcher/pruner.ts';
import { Mailer } from '../egress/mailer.ts';
import type { Part } from '../lifecycle.ts';
import { watchDispatcher } from '../telemetry/watch-dispatcher.ts';
import type { Base, Engine } from './base.ts';

/** What runs in the background besides the dispatcher. */
export const makeWorkers = (base: Base, engine: Engine): Part[] =>
  [makeBulkRunner(base, engine), makePruner(base), makeFailureRateWatch(base), makeHealthWatch(base, engine), makeCourier(base)];

function makeBulkRunner({ log }: Base, { deps }: Engine): Part {
  const onFault = (error: unknown, operationId: string | null) => log.error({ err: error, operationId }, 'a bulk operation met a fault and is tried again');
  const runner = new BulkRunner({ ...deps, onFault });
  return { name: 'bulk operations', start: () => runner.start(), stop: () => runner.stop() };
}

function makePruner({ config, store, clock, log, metrics }: Base): Part {
  const pruner = new Pruner({ store, retention: config.retention, everyMs: config.pruneEveryMs, clock });
  watchDispatcher(pruner.announcer, { log, metrics });
  return { name: 'pruner', start: () => pruner.start(), stop: () => pruner.stop() };
}

function makeFailureRateWatch({ store, clock, log, metrics }: Base): Part {
  const watch = new FailureRateWatch({ store, clock });
  watchDispatcher(watch.announcer, { log, metrics });
  return watch;
}

function makeHealthWatch({ store, clock, log, metrics, webhookHub, neighbours }: Base, { dispatcher }: Engine): Part {
  const watch = new HealthWatch({ store, clock, onChange: () => {
    webhookHub.announce();
    neighbours.tell({ kind: 'health' });
  } });
  dispatcher?.announcer.on('recorded', (attempts) => watch.note(attempts));
  watchDispatcher(watch.announcer, { log, metrics });
  return watch;
}

function makeCourier({ config, store, clock, publicUrl, log, metrics }: Base): Part {
  const courier = new AlertCourier({ store, clock, publicUrl, mailer: config.mail && new Mailer(config.mail) });
  watchDispatcher(courier.announcer, { log, metrics });
  return courier;
}

import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HealthWatch } from '../../server/dispatcher/health-watch.ts';
import { DAY_MS } from '../../server/domain/time.ts';
import { WebhookChange } from '../../server/storage/entities/webhook-change.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { Engine } from '../support/engine.ts';
import { Receiver } from '../support/receiver.ts';

eachDatabase('health watch', (kind) => {
  let database: TestStore;
  let receiver: Receiver;
  let engine: Engine;
  let watch: HealthWatch;
  let now = Date.now();
  let told = 0;
  let noted = 0;

  beforeEach(async () => {
    database = await openTestStore(kind);
    receiver = await Receiver.start();
    engine = await Engine.create(database.store);
    told = 0;
    noted = 0;
    now = Date.now();
    watch = new HealthWatch({ store: database.store, clock: () => now, onChange: () => { told += 1; } });
    engine.dispatcher.announcer.on('recorded', (attempts) => {
      watch.note(attempts);
      noted += attempts.length;
    });
    await engine.dispatcher.start();
    await engine.addWebhook({ url: receiver.url(), eventPatterns: ['*'], signatureSchemes: ['HMAC_BODY'] });
  });

  afterEach(async () => {
    await engine.stop();
    await receiver.close();
    await database.close();
  });

  const changes = () => database.store.reader.count(WebhookChange);

  async function attemptAndLook(status: number): Promise<void> {
    receiver.respondInTurn({ status });
    const before = noted;
    await engine.publish();
    await expect.poll(() => noted, { timeout: 15_000 }).toBe(before + 1);
    await watch.look();
  }

  it('tells a change of health once, by whichever process, and nothing while it stays', async () => {
    await attemptAndLook(200);
    expect([await changes(), told]).toEqual([1, 1]);
    await attemptAndLook(200);
    await watch.look();
    expect([await changes(), told]).toEqual([1, 1]);
    await attemptAndLook(500);
    expect([await changes(), told]).toEqual([2, 2]);
  });

  it('tells that a webhook is idle when its attempts are a day old', async () => {
    await attemptAndLook(200);
    now += 2 * DAY_MS;
    await watch.round();
    expect(await changes()).toBe(2);
  });
});

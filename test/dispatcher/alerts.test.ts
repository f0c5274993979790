import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { switchWebhooks } from '../../server/commands/switch-webhooks.ts';
import { AlertCourier } from '../../server/dispatcher/alert-courier.ts';
import type { AlertNews } from '../../server/dispatcher/events.ts';
import { FailureRateWatch } from '../../server/dispatcher/failure-rate-watch.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../server/domain/time.ts';
import { Mailer } from '../../server/egress/mailer.ts';
import { raiseAlert } from '../../server/storage/alert-rows.ts';
import { Alert } from '../../server/storage/entities/alert.ts';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import type { WebhookSettings } from '../../server/storage/entities/webhook-settings.ts';
import { Webhook, WebhookQueue } from '../../server/storage/entities/webhook.ts';
import { newSettings, saveSettings } from '../../server/storage/repositories/webhook-settings.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { Engine } from '../support/engine.ts';
import { insertAttempt } from '../support/history.ts';
import { insertDelivery, insertEvent, insertWebhook } from '../support/factories.ts';
import { MailServer } from '../support/mail-server.ts';
import { Receiver } from '../support/receiver.ts';

eachDatabase('alerts', (kind) => {
  let database: TestStore;
  let receiver: Receiver;
  let mailServer: MailServer;
  let engine: Engine;
  /** Ms by which all clocks are ahead. */
  let ahead: number;
  let news: AlertNews[];
  const clock = () => Date.now() + ahead;

  beforeEach(async () => {
    [ahead, news] = [0, []];
    database = await openTestStore(kind);
    receiver = (await Receiver.start()).respond({ status: 500 });
    mailServer = await MailServer.start();
    engine = await Engine.create(database.store, { clock });
    await engine.dispatcher.start();
    await settle();
  });

  afterEach(async () => {
    await engine.stop();
    await Promise.all([receiver.close(), mailServer.close()]);
    await database.close();
    expect(engine.faults).toEqual([]);
  });

  const settle = (own: Partial<WebhookSettings> = {}) => database.store.write((tx) =>
    saveSettings(tx, { ...newSettings(engine.account.id, 0), alertRecipients: ['ops@example.com', 'lead@example.com'], ...own }));
  const addWebhook = () => engine.addWebhook({ url: receiver.url('/secret-path'), eventPatterns: ['*'] }).then(({ webhook }) => webhook);
  /** As if it had failed ten times since then. */
  const failingSince = (webhook: Webhook, since: number) => database.store.write((tx) =>
    tx.update(WebhookQueue, { webhookId: webhook.id }, { consecutiveFailures: 10, failingSince: since, lastFailureAt: since }));
  const alerts = () => database.store.reader.find(Alert);
  const raiseFor = ({ accountId, id: webhookId }: Webhook) =>
    database.store.write((tx) => raiseAlert(tx, { accountId, webhookId, kind: 'RECEIVER_GONE', now: clock() }));
  const raise = async () => raiseFor(await addWebhook());
  /** Of another account, which tells somebody else. */
  async function raiseElsewhere(): Promise<void> {
    const webhook = await insertWebhook(database.store);
    await database.store.write((tx) => saveSettings(tx, { ...newSettings(webhook.accountId, 0), alertRecipients: ['other@example.com'] }));
    await raiseFor(webhook);
  }

  function makeCourier(mailer: Pick<Mailer, 'send'> | null = new Mailer({ smtpUrl: mailServer.url, from: 'keybell@example.com' })): AlertCourier {
    const courier = new AlertCourier({ store: database.store, mailer, publicUrl: () => 'https://keybell.example', clock });
    courier.announcer.on('alert', (each) => news.push(each));
    return courier;
  }

  async function deliver(): Promise<void> {
    const { event } = await engine.publish();
    const { id } = await database.store.reader.findOneByOrFail(Delivery, { eventId: event!.id });
    await engine.deliveryWhen(id, ({ attemptCount }) => attemptCount === 1);
  }

  it('tell once that a webhook was switched off, and why, without its secret path', async () => {
    const webhook = await addWebhook();
    await failingSince(webhook, clock() - 5 * DAY_MS);
    await deliver();
    const courier = makeCourier();
    await courier.turn();
    await courier.turn();
    expect(mailServer.mails).toHaveLength(1);
    const [{ to, from, text }] = mailServer.mails as [typeof mailServer.mails[0]];
    expect({ to, from }).toEqual({ to: ['ops@example.com', 'lead@example.com'], from: 'keybell@example.com' });
    expect(text).toContain('Subject: Webhook switched off: Billing sync (production)');
    expect(text).toContain('It answered 500');
    expect(text).toContain(`https://keybell.example/admin/webhooks/${webhook.id}`);
    expect(text).not.toContain('secret-path');
    expect(news).toMatchObject([{ kind: 'SWITCHED_OFF', reason: null, retryAt: null, refused: 0 }]);
  });

  it('tell that a webhook was switched off by an answer of 410', async () => {
    receiver.respond({ status: 410 });
    await addWebhook();
    await deliver();
    expect(await alerts()).toMatchObject([{ kind: 'RECEIVER_GONE', facts: { failureCode: 'HTTP_GONE', statusCode: 410 } }]);
  });

  it('warn once when a webhook has only failed for a day, with the forecast of the settings', async () => {
    await settle({ autoDisableAfterMs: 3 * DAY_MS });
    const webhook = await addWebhook();
    const since = clock() - DAY_MS;
    await failingSince(webhook, since);
    await deliver();
    await deliver();
    expect(await alerts()).toMatchObject([{ kind: 'ONLY_FAILS', facts: { failingSince: since, disableAt: since + 3 * DAY_MS } }]);
  });

  it('warn, but never switch a webhook off whose account does not want that', async () => {
    await settle({ autoDisableAfterMs: null });
    const webhook = await addWebhook();
    await failingSince(webhook, clock() - 50 * DAY_MS);
    await database.store.write((tx) => tx.update(WebhookQueue, { webhookId: webhook.id }, { lastFailureAt: null }));
    await deliver();
    expect(await database.store.reader.findOneByOrFail(Webhook, { id: webhook.id })).toMatchObject({ status: 'ACTIVE' });
    expect(await alerts()).toMatchObject([{ kind: 'ONLY_FAILS', facts: { disableAt: null } }]);
  });

  it('switch off after the time that holds now', async () => {
    const webhook = await addWebhook();
    await failingSince(webhook, clock() - 2 * HOUR_MS);
    await settle({ autoDisableAfterMs: HOUR_MS });
    await deliver();
    expect(await database.store.reader.findOneByOrFail(Webhook, { id: webhook.id })).toMatchObject({ status: 'INACTIVE', statusReason: 'AUTO_DISABLED' });
  });

  it.each<[string, Partial<WebhookSettings>]>([
    ['nobody is to be told', { alertRecipients: [] }], ['they are switched off', { alertsOnAutoDisable: false }],
  ])('are not written when %s', async (_when, settings) => {
    await settle(settings);
    await raise();
    expect(await alerts()).toEqual([]);
  });

  it('are sent once by two processes that look at the same time', async () => {
    await raise();
    await Promise.all([makeCourier().turn(), makeCourier().turn()]);
    await makeCourier().turn();
    expect(mailServer.mails).toHaveLength(1);
  });

  it('wait for a mail server that is down, and are sent when it is back', async () => {
    const { port } = mailServer;
    const courier = makeCourier();
    await mailServer.close();
    await raise();
    await courier.turn();
    await courier.turn();
    expect(news).toMatchObject([{ reason: expect.stringContaining('ECONNREFUSED'), retryAt: expect.any(Number) }]);
    mailServer = await MailServer.start(port);
    ahead += 31 * SECOND_MS;
    await courier.turn();
    expect(mailServer.mails).toHaveLength(1);
  });

  it('are tried again when the mail server refuses them, and given up after a day', async () => {
    mailServer.refusal = 'no room';
    await raise();
    const courier = makeCourier();
    await courier.turn();
    ahead += DAY_MS;
    await courier.turn();
    expect(news).toMatchObject([{ reason: expect.stringContaining('no room'), retryAt: expect.any(Number) }, { retryAt: null }]);
    expect(await alerts()).toMatchObject([{ dueAt: null, tries: 2 }]);
  });

  it('of a process that died while sending are sent by another, under the same message id', async () => {
    await raise();
    const dying = makeCourier({ send: () => new Promise(() => undefined) });
    void dying.turn();
    await expect.poll(async () => (await alerts())[0]?.tries).toBe(1);
    await makeCourier().turn();
    expect(mailServer.mails).toEqual([]);
    ahead += 121 * SECOND_MS;
    await makeCourier().turn();
    expect(mailServer.mails[0]?.text.toLowerCase()).toContain(`message-id: <${(await alerts())[0]!.id.toLowerCase()}@example.com>`);
  });

  it('are broken off when the process stops while the mail server is mute, and sent once by the next', async () => {
    const held: Socket[] = [];
    const mute = createServer((socket) => void held.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    await raise();
    const stopping = makeCourier(new Mailer({ smtpUrl: `smtp://127.0.0.1:${(mute.address() as AddressInfo).port}`, from: 'keybell@example.com' }));
    const turn = stopping.turn();
    await once(mute, 'connection');
    await stopping.stop();
    await turn;
    expect(news).toEqual([]);
    expect(await alerts()).toMatchObject([{ tries: 1, dueAt: expect.any(Number) }]);
    for (const socket of held) socket.destroy();
    mute.close();
    ahead += 121 * SECOND_MS;
    await makeCourier().turn();
    await makeCourier().turn();
    expect(mailServer.mails).toHaveLength(1);
  });

  it('are written once an hour for a webhook, however often it is switched on again', async () => {
    receiver.respond({ status: 410 });
    const webhook = await addWebhook();
    const deps = { store: engine.store, directory: engine.directory, intake: engine.dispatcher, clock, announceChange: () => undefined, settings: {} } as never;
    for (let times = 0; times < 3; times++) {
      await deliver();
      await switchWebhooks(deps, engine.caller, { ids: [webhook.id], isActive: true });
    }
    expect(await alerts()).toHaveLength(1);
    ahead += HOUR_MS;
    await deliver();
    expect(await alerts()).toHaveLength(2);
  });

  it('are limited for an account in an hour, which the last one says, and not for others', async () => {
    for (let count = 0; count < 25; count++) await raise();
    await raiseElsewhere();
    const own = (await alerts()).filter(({ accountId }) => accountId === engine.account.id);
    expect(own.map(({ facts }) => facts.isLastForNow)).toEqual([...Array<boolean>(19).fill(false), true]);
    expect(await alerts()).toHaveLength(21);
    ahead += HOUR_MS;
    await raise();
    expect(await alerts()).toHaveLength(22);
  });

  it('of accounts take turns', async () => {
    await raise();
    await raise();
    await raiseElsewhere();
    await makeCourier().turn();
    expect(mailServer.mails.map(({ to }) => to[0]).sort()).toEqual(['ops@example.com', 'other@example.com']);
    await makeCourier().turn();
    expect(mailServer.mails).toHaveLength(3);
  });

  it('do not wait for one of another account that the mail server lets wait', async () => {
    await raise();
    await raiseElsewhere();
    const real = new Mailer({ smtpUrl: mailServer.url, from: 'keybell@example.com' });
    const courier = makeCourier({
      send: (mail, signal) => (mail.to.includes('other@example.com') ? real.send(mail, signal) : new Promise((_resolve, reject) => { signal.onabort = reject; })),
    });
    const turn = courier.turn();
    await expect.poll(() => news.length).toBe(1);
    expect(mailServer.mails).toMatchObject([{ to: ['other@example.com'] }]);
    await courier.stop();
    await turn;
  });

  it('are left by a process without mail server to one that has one', async () => {
    await raise();
    await makeCourier(null).turn();
    expect(news).toEqual([]);
    await makeCourier().turn();
    ahead += HOUR_MS;
    await makeCourier(null).turn();
    expect(news).toMatchObject([{ reason: null }]);
  });

  it('are told to the log alone, and once, where nobody has a mail server', async () => {
    await raise();
    ahead += 15 * MINUTE_MS;
    await Promise.all([makeCourier(null).turn(), makeCourier(null).turn()]);
    await makeCourier(null).turn();
    expect(news).toMatchObject([{ reason: 'SMTP_URL is not set. Webhook switched off by its receiver: Billing sync (production)', retryAt: null }]);
  });

  describe('about the failure rate', () => {
    const look = () => new FailureRateWatch({ store: database.store, clock }).look();

    async function failSome(own: Partial<Webhook> = {}): Promise<Webhook> {
      const { webhook } = await engine.addWebhook({ url: receiver.url(), eventPatterns: ['none.*'], ...own });
      const delivery = await insertDelivery(database.store, webhook, await insertEvent(database.store, webhook), { status: 'SUCCEEDED', leaseOwner: null, dueAt: null });
      for (let index = 0; index < 12; index++) {
        const failed = index < 4 ? { status: 'FAILED' as const, failureCode: 'HTTP_SERVER_ERROR' as const, statusCode: 502 } : {};
        await insertAttempt(database.store, delivery, clock() - MINUTE_MS, failed);
      }
      await database.store.write((tx) => tx.update(WebhookQueue, { webhookId: webhook.id }, { lastFailureAt: clock() - MINUTE_MS }));
      return webhook;
    }

    it('are raised from the threshold on, at most once an hour for a webhook', async () => {
      await settle({ failureRateThreshold: 0.3 });
      const webhook = await failSome();
      await Promise.all([look(), look()]);
      await look();
      expect(await alerts()).toMatchObject([{ kind: 'FAILURE_RATE', webhookId: webhook.id, facts: { rate: { attempts: 12, failures: 4, threshold: 0.3 }, statusCode: 502 } }]);
      await makeCourier().turn();
      expect(mailServer.mails[0]?.text).toContain('Webhook fails often');
    });

    it.each<[string, Partial<WebhookSettings>, Partial<Webhook>]>([
      ['below the threshold', { failureRateThreshold: 0.5 }, {}],
      ['without a threshold', { failureRateThreshold: null }, {}],
      ['of a webhook that is switched off', { failureRateThreshold: 0.3 }, { status: 'INACTIVE' }],
    ])('are not raised %s', async (_when, settings, webhook) => {
      await settle(settings);
      await failSome(webhook);
      await look();
      expect(await alerts()).toEqual([]);
    });

    it('are not raised for what was longer ago than a quarter of an hour', async () => {
      await settle({ failureRateThreshold: 0.3 });
      await failSome();
      ahead += 15 * MINUTE_MS;
      await look();
      expect(await alerts()).toEqual([]);
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import licenseEvents from '../../schema/events/license.json';
import { Keybell } from '../../examples/client-typescript/client.ts';
import { API_KEY, startTestApp, type TestApp } from '../http/test-app.ts';

const payload = licenseEvents.types.find(({ code }) => code === 'license.activated')?.examples[0]?.payload;

describe('the typed client of the examples', () => {
  let app: TestApp;
  let keybell: Keybell;
  beforeAll(async () => {
    app = await startTestApp();
    keybell = new Keybell({ baseUrl: app.baseUrl, apiKey: API_KEY });
  });
  afterAll(() => app.stop());

  it('publishes an event, and the same one when it repeats', async () => {
    const event = { type: 'license.activated', environment: 'PRODUCTION', resourceId: 'lic_1', payload, idempotencyKey: 'order-1' } as const;
    const id = await keybell.publish(event);
    expect(id).toMatch(/^evt_/);
    expect(await keybell.publish(event)).toBe(id);
  });

  it('says why an event is refused', async () => {
    const event = { type: 'license.activatd', environment: 'PRODUCTION', resourceId: 'lic_1', payload, idempotencyKey: 'order-2' } as const;
    await expect(keybell.publish(event)).rejects.toThrow(/license\.activated/);
  });

  it('walks through what has failed', async () => {
    const failed = [];
    for await (const delivery of keybell.failedDeliveries()) failed.push(delivery.id);
    expect(failed).toEqual([]);
  });
});

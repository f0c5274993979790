import { createHmac } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { VERIFICATION_SAMPLE } from '../../../../client/pages/webhook-form/verification-sample.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = Buffer.from('{"eventId":"evt_1"}');
const signature = (secret: string) => `sha256=${createHmac('sha256', secret).update(BODY).digest('hex')}`;

/** Runs the very text that the page shows. */
async function sample(): Promise<{ isAuthentic(rawBody: Buffer, signature: string): boolean }> {
  vi.stubEnv('WEBHOOK_SECRET', SECRET);
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(VERIFICATION_SAMPLE)}`);
}

afterEach(() => void vi.unstubAllEnvs());

it('the sample accepts the signature of the body, alone or beside that of another secret, and no other', async () => {
  const { isAuthentic } = await sample();
  expect(isAuthentic(BODY, signature(SECRET))).toBe(true);
  expect(isAuthentic(BODY, `${signature('whsec_newer')},${signature(SECRET)}`)).toBe(true);
  expect(isAuthentic(BODY, signature('whsec_newer'))).toBe(false);
  expect(isAuthentic(Buffer.from('{}'), signature(SECRET))).toBe(false);
});

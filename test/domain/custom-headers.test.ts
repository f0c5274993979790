import { describe, expect, it } from 'vitest';
import { checkCustomHeaders } from '../../server/domain/custom-headers.ts';

const check = (name: string) => checkCustomHeaders([{ name, value: 'v' }]);

describe('the name of a custom header', () => {
  it.each(['X_Team', 'X-Forward', 'Dated', 'X-Webhooks', 'Webhook', 'X-Constructor'])('may be %s', (name) => expect(check(name)).toEqual([]));

  it.each([
    'webhook-anything', 'X-Webhook-Anything', 'X-Forwarded-For', 'x-forwarded-host', 'Forwarded', 'Via', 'X-Real-IP', 'Date', 'Set-Cookie',
    'WEBHOOK_ID', 'X_Webhook_Signature', 'Content_Type', 'Transfer_Encoding', 'x_forwarded_for', 'X_Amz_Target',
    '__proto__', 'constructor', 'Constructor', 'toString', 'hasOwnProperty',
  ])('may not be %s', (name) => expect(check(name)).toMatchObject([{ code: 'INVALID' }]));
});

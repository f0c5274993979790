import { constants, createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { CheckInput } from '../../../client/components/signature-checker/check-signatures.ts';
import { utf8 } from '../../../client/components/signature-checker/bytes.ts';

/** Of the Standard Webhooks examples, and another one. */
export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const OTHER_SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
export const ID = 'evt_01KAH7PYJ3W0RB';
export const SECONDS = 1_795_185_122;
export const NOW = SECONDS * 1_000 + 20_000;
export const BODY = '{"eventId":"evt_01KAH7PYJ3W0RB","eventCode":"contract.suspended","payload":{"seats":250,"name":"Café <b>","big":12345678901234567890}}';

export const keyPair = (bits = 2048) => generateKeyPairSync('rsa', { modulusLength: bits });
export const KEYS = keyPair();
export const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();

type HmacKey = string | Buffer;
export const decoded = (secret: string) => Buffer.from(secret.slice(6), 'base64');
export const hmac = (key: HmacKey, data: string | Buffer, encoding: 'base64' | 'hex' | 'base64url') => createHmac('sha256', key).update(data).digest(encoding);
export const signedText = (body: string) => `${ID}.${SECONDS}.${body}`;

export const standardOf = (body: string, secret = SECRET) => `v1,${hmac(decoded(secret), signedText(body), 'base64')}`;
export const bodyOf = (body: string, secret = SECRET) => `sha256=${hmac(secret, body, 'hex')}`;
export const rsaOf = (body: string, key: KeyObject = KEYS.privateKey) => sign('sha256', Buffer.from(body), key).toString('base64');
export const pssOf = (body: string) =>
  sign('sha256', Buffer.from(body), { key: KEYS.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }).toString('base64');

interface Headers { standard?: string; body?: string; rsa?: string; id?: string | null; timestamp?: string | null }

/** Header lines of a request for `BODY`, each of them replaceable. */
export function headerLines({ standard = standardOf(BODY), body = bodyOf(BODY), rsa = rsaOf(BODY), id = ID, timestamp = String(SECONDS) }: Headers = {}): string {
  return [id && `webhook-id: ${id}`, timestamp && `webhook-timestamp: ${timestamp}`, `webhook-signature: ${standard}`, `X-Webhook-Signature: ${body}`, `N-Signature: ${rsa}`].filter(Boolean).join('\n');
}

type Given = Partial<Omit<CheckInput, 'body' | 'headers' | 'storedBody'>> & { body?: string; headers?: string | Headers; storedBody?: string };

/** What the checker is given: a request that is right, except for what is said. */
export function given({ body = BODY, headers = {}, storedBody, ...rest }: Given = {}): CheckInput {
  return {
    body: utf8(body), headers: typeof headers === 'string' ? headers : headerLines(headers), secrets: [SECRET], publicKey: pem(KEYS.publicKey), now: NOW,
    storedBody: storedBody === undefined ? null : utf8(storedBody), knownSecrets: [], knownKeys: [], ...rest,
  };
}

import { expect, it } from 'vitest';
import { withoutEchoes } from '../../server/domain/echo-mask.ts';
import { notSent, type ResponseReply } from '../../server/domain/reply.ts';

const { timing } = notSent({ code: 'INTERNAL', message: '', detail: null });
const reply = (own: Partial<ResponseReply>): ResponseReply => (
  { kind: 'response', statusCode: 200, reason: 'OK', httpVersion: '1.1', headers: [], body: Buffer.alloc(0), bodySize: 0, isTruncated: false, remoteAddress: null, timing, ...own });

it('takes the values of secret headers out of what a receiver tells back', () => {
  const { headers, body, reason } = withoutEchoes(reply({ reason: 'Not token-123', headers: [['X-Echo', 'got token-123']], body: Buffer.from('{"ü":"token-123","token-123":1}') }), ['token-123']);
  expect([headers, body.toString(), reason]).toEqual([[['X-Echo', 'got ••••••']], '{"ü":"••••••","••••••":1}', 'Not ••••••']);
});

it('finds the part after the scheme, and what JSON text escapes', () => {
  const { body } = withoutEchoes(reply({ body: Buffer.from('["abcdefghijkl", "Bearer abcdefghijkl", "say \\"please\\""]') }), ['Bearer abcdefghijkl', 'say "please"']);
  expect(body.toString()).toBe('["••••••", "••••••", "••••••"]');
});

it('leaves bytes that are no text as they are, and values that are too short to be told from other text', () => {
  const bytes = Buffer.from([0, 255, 128, 10, ...Buffer.from('token-123'), 254]);
  expect(withoutEchoes(reply({ body: bytes }), ['token-123']).body).toEqual(Buffer.concat([bytes.subarray(0, 4), Buffer.from('••••••'), Buffer.from([254])]));
  expect(withoutEchoes(reply({ body: Buffer.from('one') }), ['one']).body.toString()).toBe('one');
});

it('takes them out of failures too', () => {
  const failure = notSent({ code: 'PROTOCOL_ERROR', message: 'It said token-123.', detail: { line: 'token-123' } });
  expect(withoutEchoes(failure, ['token-123'])).toMatchObject({ message: 'It said ••••••.', detail: { line: '••••••' } });
});

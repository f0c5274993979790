import { expect, it } from 'vitest';
import { isEmailAddress } from '../../server/domain/email-address.ts';

it.each(['ops@example.com', 'a.b+c@mail.example.co.uk', 'root@localhost', 'x@bücher.example', "o'neil@example.com"])('takes %s', (text) => {
  expect(isEmailAddress(text)).toBe(true);
});

it.each([
  '', 'ops', '@example.com', 'ops@', 'a@b@c', 'a b@example.com', 'Ops <ops@example.com>', 'a@example.com,b@example.com', 'a@example.com;b@example.com',
  'a@example.com\r\nBcc: b@example.com', 'a@example.com\n', '"a"@example.com', 'a@-example.com', 'a@example..com', 'a@[127.0.0.1]', 'a\0@example.com',
  `${'a'.repeat(65)}@example.com`, `a@${'b.'.repeat(130)}com`,
])('refuses %j', (text) => {
  expect(isEmailAddress(text)).toBe(false);
});

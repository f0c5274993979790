import { stat } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../../server/auth/passwords.ts';

it('a password belongs to its own hash only', async () => {
  const stored = await hashPassword('correct horse battery');
  expect(await verifyPassword('correct horse battery', stored)).toBe(true);
  expect(await verifyPassword('correct horse batterz', stored)).toBe(false);
  expect(await verifyPassword('correct horse battery', null)).toBe(false);
});

it('a burst of passwords leaves threads to everybody else', async () => {
  const cheapHash = `scrypt$16384$8$1$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(32).toString('base64')}`;
  const order: string[] = [];
  const burst = Array.from({ length: 8 }, () => verifyPassword('guess', cheapHash).then(() => order.push('password')));
  const file = stat('package.json').then(() => order.push('file'));
  await Promise.all([...burst, file]);
  expect(order).toHaveLength(9);
  expect(order[0]).toBe('file');
});

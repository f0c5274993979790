import { describe, expect, it } from 'vitest';
import { payloadQuestion } from '../../../../client/pages/events/payload-question.ts';

describe('a question about payloads', () => {
  it.each([
    ['license.status = active', { license: { status: 'active' } }],
    ['license.status == "active"', { license: { status: 'active' } }],
    ['license.activationLimit=3 and license.overdraft = true', { license: { activationLimit: 3, overdraft: true } }],
    ['license.suspendedAt = null AND actor.type = admin', { license: { suspendedAt: null }, actor: { type: 'admin' } }],
    ['customer.name = Northwind Example Ltd', { customer: { name: 'Northwind Example Ltd' } }],
    ['customer.id = "42"', { customer: { id: '42' } }],
    ['customer.name = \'and\'', { customer: { name: 'and' } }],
    ['{"license":{"status":"active"}}', { license: { status: 'active' } }],
    ['["a"]', ['a']],
  ])('is read from %s', (text, contained) => {
    expect(payloadQuestion(text)).toEqual({ contained, problem: null });
  });

  it.each(['license', 'license.status =', '= active', '{"license":', 'a = 1 and b'])('is not %s', (text) => {
    expect(payloadQuestion(text).problem).toEqual(expect.any(String));
  });

  it('cannot ask for one member twice', () => {
    expect(payloadQuestion('a.b = 1 and a.b = 2').problem).toMatch(/twice/);
    expect(payloadQuestion('a = 1 and a.b = 2').problem).toMatch(/twice/);
  });

  it('may be about a member of any name', () => {
    const question = payloadQuestion('__proto__.x = 1');
    expect(question.problem === null && JSON.stringify(question.contained)).toBe('{"__proto__":{"x":1}}');
  });
});

import { describe, expect, it } from 'vitest';
import { networkOf } from '../../server/auth/network.ts';
import { Throttle, type TooManyTriesError } from '../../server/auth/throttle.ts';
import { MINUTE_MS } from '../../server/domain/time.ts';

describe('a throttle', () => {
  it('says after the last allowed failure when to try again', () => {
    const throttle = new Throttle(2);
    throttle.fail('a', 0);
    throttle.fail('a', MINUTE_MS);
    const refusal = refusalOf(() => throttle.check('a', 10 * MINUTE_MS));
    expect(refusal?.retryAfterMs).toBe(5 * MINUTE_MS);
    expect(refusal?.message).toBe('Too many failed tries. Try again in 5 minutes.');
  });

  it('opens again at that moment', () => {
    const throttle = new Throttle(1);
    throttle.fail('a', 0);
    expect(refusalOf(() => throttle.check('a', 15 * MINUTE_MS - 1))).not.toBeNull();
    expect(refusalOf(() => throttle.check('a', 15 * MINUTE_MS))).toBeNull();
  });

  it('remembers no more keys than it may, those that began last', () => {
    const throttle = new Throttle(1, { maxKeys: 3 });
    for (const key of ['a', 'b', 'c', 'd', 'e']) throttle.fail(key, 0);
    expect(throttle.size).toBe(3);
    expect(refusalOf(() => throttle.check('a', 1))).toBeNull();
    expect(refusalOf(() => throttle.check('e', 1))).not.toBeNull();
  });

  it('takes one failure back, and no more than there were', () => {
    const throttle = new Throttle(2);
    for (const now of [0, 1]) throttle.fail('a', now);
    throttle.takeBack('a');
    expect(refusalOf(() => throttle.check('a', 2))).toBeNull();
    for (let times = 0; times < 3; times++) throttle.takeBack('a');
    throttle.takeBack('unknown');
    for (const now of [3, 4]) throttle.fail('a', now);
    expect(refusalOf(() => throttle.check('a', 5))).not.toBeNull();
    expect(throttle.size).toBe(1);
  });

  it('throws away windows that have ended', () => {
    const throttle = new Throttle(1);
    for (const key of ['a', 'b', 'c']) throttle.fail(key, 0);
    throttle.fail('d', 15 * MINUTE_MS);
    expect(throttle.size).toBe(1);
  });
});

describe('the network of a client', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:aaaa::1', '2001:db8:1:2'],
    ['2001:db8:1:2::ffff', '2001:db8:1:2'],
    ['2001:db8:1:3::1', '2001:db8:1:3'],
    ['', ''],
  ])('of %s is %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});

function refusalOf(check: () => void): TooManyTriesError | null {
  try {
    check();
    return null;
  } catch (error) {
    return error as TooManyTriesError;
  }
}

import { expect, it } from 'vitest';
import { environmentId, ENVIRONMENTS, parseEnvironmentId, wireName } from '../../server/domain/environments.ts';
import { isId, newId } from '../../server/domain/ids.ts';
import { roleAtLeast } from '../../server/domain/roles.ts';

it('an environment id leads back to its account and environment', () => {
  const accountId = newId('acc');
  for (const environment of ENVIRONMENTS) {
    const id = environmentId(accountId, environment);
    expect(isId('env', id)).toBe(true);
    expect(parseEnvironmentId(id)).toEqual({ accountId, environment });
  }
});

it('anything else is no environment id', () => {
  expect(parseEnvironmentId('env_X')).toBeNull();
  expect(parseEnvironmentId(newId('acc'))).toBeNull();
});

it('environments are in lower case on the wire', () => {
  expect(ENVIRONMENTS.map(wireName)).toEqual(['production', 'staging', 'development']);
});

it('a role includes the lower ones', () => {
  expect(roleAtLeast('ADMIN', 'ADMIN')).toBe(true);
  expect(roleAtLeast('SUPER_ADMIN', 'ADMIN')).toBe(true);
  expect(roleAtLeast('OPERATOR', 'ADMIN')).toBe(false);
});

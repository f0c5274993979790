import { describe, expect, it } from 'vitest';
import catalogue from '../../schema/events/catalogue.json';
import { builtInTypes } from '../../server/commands/load-catalogue.ts';
import { PayloadSchemas } from '../../server/commands/payload-schemas.ts';
import { checkPayload } from '../../server/domain/envelope.ts';
import { isEventTypeCode } from '../../server/domain/event-type.ts';

const types = builtInTypes();
const schemas = new PayloadSchemas();
const cases = types.map((type) => [type.code, type] as const);

it('the catalogue has the 21 types of the documentation in five groups', () => {
  expect(types.map(({ code }) => code)).toEqual([
    'license.created', 'license.updated', 'license.deleted', 'license.assigned', 'license.activated', 'license.deactivated',
    'license.suspended', 'license.expired', 'license.revoked', 'activation.created', 'activation.deleted', 'activation.failed',
    'product.created', 'product.updated', 'product.deleted', 'contract.created', 'contract.updated', 'contract.deleted',
    'contract.suspended', 'telemetry.received', 'telemetry.flagged',
  ]);
  expect([...new Set(types.map(({ groupKey }) => groupKey))]).toEqual(catalogue.groups.map(({ key }) => key));
});

describe.each(cases)('%s', (code, type) => {
  it('belongs to its group and says what it means', () => {
    expect(isEventTypeCode(code)).toBe(true);
    expect(code.startsWith(`${type.groupKey}.`)).toBe(true);
    expect(type.name).not.toBe('');
    expect(type.description).toMatch(/\.$/);
    expect(type.examples[0]?.key).toBe('default');
  });

  it('has examples that its schema accepts', () => {
    for (const { payload } of type.examples) {
      expect(schemas.check(code, type.payloadSchema, payload)).toEqual([]);
      expect(checkPayload(JSON.stringify(payload), 20_000)).toBeNull();
    }
  });

  it('lets unknown members pass, on every level', () => {
    const withMore = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(withMore);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, name === 'changes' ? member : withMore(member)]).concat([['addedLater', 'yes']]));
    };
    expect(schemas.check(code, type.payloadSchema, withMore(type.examples[0]!.payload))).toEqual([]);
  });

  it('refuses a payload without its required members', () => {
    expect(schemas.check(code, type.payloadSchema, {}).length).toBe((type.payloadSchema.required as string[]).length);
  });

  it('names nobody real', () => {
    const text = JSON.stringify(type.examples);
    for (const [address] of text.matchAll(/[\w.+-]+@[\w.-]+/g)) expect(address).toMatch(/\.example$/);
    for (const [, id] of text.matchAll(/"(?:id|\w+Id)":"([^"]+)"/g)) expect(id).toContain('EXAMPLE');
  });
});

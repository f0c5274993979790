import { describe, expect, it } from 'vitest';
import activation from '../../schema/events/activation.json' with { type: 'json' };
import catalogue from '../../schema/events/catalogue.json' with { type: 'json' };
import contract from '../../schema/events/contract.json' with { type: 'json' };
import { $defs } from '../../schema/events/defs.json' with { type: 'json' };
import license from '../../schema/events/license.json' with { type: 'json' };
import product from '../../schema/events/product.json' with { type: 'json' };
import telemetry from '../../schema/events/telemetry.json' with { type: 'json' };
import { PayloadSchemas } from '../../server/commands/payload-schemas.ts';
import { buildBody, checkPayload } from '../../server/domain/envelope.ts';
import { isEventTypeCode } from '../../server/domain/event-type.ts';
import { bodySchema, selfContainedSchema, type JsonSchema } from '../../server/domain/payload-schema.ts';

interface EventTypeEntry {
  code: string;
  name: string;
  description: string;
  payloadSchema: JsonSchema;
  exampleResourceId: string;
  examples: { key: string; title: string; payload: object }[];
}

const groups: { group: string; types: EventTypeEntry[] }[] = [license, activation, product, contract, telemetry];
const types = groups.flatMap((group) => group.types);
const schemas = new PayloadSchemas();
const schemaOf = (type: EventTypeEntry) => selfContainedSchema(type.payloadSchema, $defs);
const cases = types.map((type) => [type.code, type] as const);

it('the catalogue has the 21 types of the documentation in five groups', () => {
  expect(types.map(({ code }) => code)).toEqual([
    'license.created', 'license.updated', 'license.deleted', 'license.assigned', 'license.activated', 'license.deactivated',
    'license.suspended', 'license.expired', 'license.revoked', 'activation.created', 'activation.deleted', 'activation.failed',
    'product.created', 'product.updated', 'product.deleted', 'contract.created', 'contract.updated', 'contract.deleted',
    'contract.suspended', 'telemetry.received', 'telemetry.flagged',
  ]);
  expect(groups.map(({ group }) => group)).toEqual(catalogue.groups.map(({ key }) => key));
});

describe.each(cases)('%s', (code, type) => {
  it('belongs to its group and says what it means', () => {
    expect(isEventTypeCode(code)).toBe(true);
    expect(groups.find(({ group }) => code.startsWith(`${group}.`))?.types).toContain(type);
    expect(type.name).not.toBe('');
    expect(type.description).toMatch(/\.$/);
    expect(type.examples[0]?.key).toBe('default');
  });

  it('has examples that its schema accepts', () => {
    for (const { payload } of type.examples) {
      expect(schemas.check(code, schemaOf(type), payload)).toEqual([]);
      expect(checkPayload(JSON.stringify(payload), 20_000)).toBeNull();
    }
  });

  it('lets unknown members pass, on every level', () => {
    const withMore = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(withMore);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, name === 'changes' ? member : withMore(member)]).concat([['addedLater', 'yes']]));
    };
    expect(schemas.check(code, schemaOf(type), withMore(type.examples[0]!.payload))).toEqual([]);
  });

  it('refuses a payload without its required members', () => {
    expect(schemas.check(code, schemaOf(type), {}).length).toBe((type.payloadSchema.required as string[]).length);
  });

  it('has a body schema that fits the body as sent', () => {
    const body = buildBody({
      eventId: 'evt_01K', occurredAt: 0, eventCode: code, resourceId: type.exampleResourceId, environment: 'STAGING',
      schemaVersion: catalogue.schemaVersion, isSample: true, payloadText: JSON.stringify(type.examples[0]!.payload),
    });
    expect(schemas.check(`body of ${code}`, bodySchema(code, schemaOf(type)), JSON.parse(body))).toEqual([]);
  });

  it('names nobody real', () => {
    const text = JSON.stringify(type.examples);
    for (const [address] of text.matchAll(/[\w.+-]+@[\w.-]+/g)) expect(address).toMatch(/\.example$/);
    for (const [, id] of text.matchAll(/"(?:id|\w+Id)":"([^"]+)"/g)) expect(id).toContain('EXAMPLE');
  });
});

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import lucide from '@iconify-json/lucide/icons.json' with { type: 'json' };
import { buildSchema, isEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { ATTEMPT_STATUS, DELIVERY_STATUS, HEALTH, statusLook } from '../../client/lib/status.ts';

const schema = buildSchema(readFileSync(resolve('schema/schema.graphql'), 'utf8'), { assumeValid: true });

function enumValues(name: string): string[] {
  const type = schema.getType(name);
  return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
}

describe('status tables', () => {
  it.each([
    ['AttemptStatus', ATTEMPT_STATUS],
    ['DeliveryStatus', DELIVERY_STATUS],
    ['HealthState', HEALTH],
  ])('have a look for every %s of the API', (name, table) => {
    const values = enumValues(name);
    expect(values).not.toEqual([]);
    expect(Object.keys(table)).toEqual(expect.arrayContaining(values));
  });

  it('name only icons that exist', () => {
    const looks = [ATTEMPT_STATUS, DELIVERY_STATUS, HEALTH].flatMap((table) => Object.values(table));
    const known: Record<string, unknown> = { ...lucide.icons, ...lucide.aliases };
    expect(looks.filter(({ icon }) => !(icon.replace('i-lucide-', '') in known))).toEqual([]);
  });

  it('tell states apart without colour: no two share both word and icon', () => {
    for (const table of [ATTEMPT_STATUS, DELIVERY_STATUS, HEALTH]) {
      const signs = Object.values(table).map(({ label, icon }) => label + icon);
      expect(new Set(signs).size).toBe(signs.length);
    }
  });

  it('show a status of a newer server by its name', () => {
    expect(statusLook('delivery', 'ON_HOLD')).toMatchObject({ label: 'On hold', tone: 'pause' });
  });
});

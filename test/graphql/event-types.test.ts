import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiBench } from './api-bench.ts';

interface Problem { code: string; path: string[] }
interface Outcome { eventType: Record<string, unknown> | null; userErrors: Problem[] }
interface Group { key: string; eventTypes: { code: string }[] }

const CREATE = 'mutation ($input: EventTypeCreateInput!) { result: eventTypeCreate(input: $input) { eventType { id code schemaVersion group { key } examples { key payload } } userErrors { code path } } }';
const UPDATE = 'mutation ($input: EventTypeUpdateInput!) { result: eventTypeUpdate(input: $input) { eventType { name schemaVersion description } userErrors { code path } } }';
const DEPRECATE = `mutation ($input: EventTypeDeprecateInput!) { result: eventTypeDeprecate(input: $input) {
  eventType { deprecation { reason replacement { code } sunsetAt } } userErrors { code path } } }`;
const GROUPS = 'query ($all: Boolean) { eventTypeGroups(includeDeprecated: $all) { key eventTypes { code } } }';

const INPUT = {
  code: 'seat.added', name: 'Seat added', description: 'A seat was added to a licence.', group: 'seats',
  payloadSchema: { type: 'object', required: ['count'], properties: { count: { type: 'integer' } } }, examples: [{ count: 1 }, { count: 2 }],
};

describe('event types of an account', () => {
  let api: ApiBench;
  beforeAll(async () => { api = await ApiBench.open(); });
  afterAll(() => api.close());

  const run = async (mutation: string, input: Record<string, unknown>) => (await api.read<{ result: Outcome }>(mutation, { input })).result;
  const codesShown = async (all: boolean) => (await api.read<{ eventTypeGroups: Group[] }>(GROUPS, { all })).eventTypeGroups.flatMap(({ eventTypes }) => eventTypes.map(({ code }) => code));

  it('are made, refetched, changed and deprecated', async () => {
    const created = await run(CREATE, INPUT);
    expect(created).toMatchObject({ userErrors: [], eventType: { code: 'seat.added', schemaVersion: '1', group: { key: 'seats' }, examples: [{ key: 'default', payload: { count: 1 } }, { payload: { count: 2 } }] } });
    const { node } = await api.read<{ node: unknown }>('query ($id: ID!) { node(id: $id) { ... on EventType { code } } }', { id: created.eventType!.id });
    expect(node).toEqual({ code: 'seat.added' });
    expect(await run(UPDATE, { code: 'seat.added', name: 'Seats added' })).toMatchObject({ eventType: { name: 'Seats added', schemaVersion: '1', description: INPUT.description } });
    expect(await codesShown(false)).toContain('seat.added');
    const sunsetAt = new Date(api.commands.clock.now() + 86_400_000).toISOString();
    expect(await run(DEPRECATE, { code: 'seat.added', reason: 'Use license.updated.', replacement: 'license.updated', sunsetAt }))
      .toMatchObject({ eventType: { deprecation: { reason: 'Use license.updated.', replacement: { code: 'license.updated' }, sunsetAt } } });
    expect(await codesShown(false)).not.toContain('seat.added');
    expect(await codesShown(true)).toContain('seat.added');
  });

  it('are told from the built-in ones', async () => {
    await run(CREATE, { ...INPUT, code: 'seat.moved' });
    expect(await api.read('{ own: eventType(code: "seat.moved") { isCustom } builtIn: eventType(code: "license.created") { isCustom } }'))
      .toEqual({ own: { isCustom: true }, builtIn: { isCustom: false } });
  });

  it.each([
    ['Vertrag ausgesetzt', ['contract.suspended']],
    ['warum eine aktivierung abgelehnt', ['activation.failed']],
    ['why an activation was refused', ['activation.failed']],
    // An own type with the words of a built-in one has none but these.
    ['A licence was revoked for good', ['license.revoked', 'seat.lost']],
    ['endgültig widerrufen', ['license.revoked']],
  ])('are searched for %s', async (search, expected) => {
    const { builtIn } = await api.read<{ builtIn: { description: string } }>('{ builtIn: eventType(code: "license.revoked") { description } }');
    await run(CREATE, { ...INPUT, code: 'seat.lost', description: builtIn.description });
    const { eventTypeGroups } = await api.read<{ eventTypeGroups: Group[] }>('query ($search: String!) { eventTypeGroups(search: $search) { eventTypes { code } } }', { search });
    expect(eventTypeGroups.flatMap(({ eventTypes }) => eventTypes.map(({ code }) => code))).toEqual(expected);
  });

  it('are refused with the place of each fault', async () => {
    expect((await run(CREATE, { ...INPUT, code: 'license.created', examples: [] })).userErrors).toEqual([
      { code: 'REQUIRED', path: ['input', 'examples'] }, { code: 'TAKEN', path: ['input', 'code'] },
    ]);
    expect((await run(UPDATE, { code: 'license.created', name: 'Mine' })).userErrors).toEqual([{ code: 'INVALID_STATE', path: ['input', 'code'] }]);
  });

  it('are for super admins only', async () => {
    for (const viewer of [api.member('ADMIN'), api.key(['WEBHOOKS_WRITE', 'EVENTS_PUBLISH'])]) {
      expect((await api.ask(viewer, CREATE, { input: INPUT })).codes).toEqual(['FORBIDDEN']);
    }
  });
});

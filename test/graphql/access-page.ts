import { getNamedType, isAbstractType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { Viewer } from '../../server/auth/viewer.ts';
import { API_SCOPES, ROLES, roleAtLeast, type Role } from '../../server/domain/roles.ts';
import { accessOf, type AccessRule } from '../../server/graphql/authorize.ts';
import { fieldRuleOf } from '../../server/graphql/field-rules.ts';
import { thingFields, type Thing } from './field-probe.ts';
import { rootFields, type RootField } from './schema-walk.ts';

/** What of a caller decides what they may do. */
export type Caller = Pick<Viewer, 'role' | 'scopes' | 'apiKeyId'> | null;

/** Whether a rule lets a caller in, told from the rule alone. */
export function mayUse(rule: AccessRule | null, caller: Caller): boolean {
  if (rule === null) return true;
  if (caller === null) return false;
  if (caller.apiKeyId === null) return rule.role === undefined || roleAtLeast(caller.role, rule.role);
  return rule.scope === undefined ? rule.role === undefined : caller.scopes.includes(rule.scope);
}

export const ruleOf = ({ field }: RootField): AccessRule | null => {
  const access = accessOf(field)!;
  return 'because' in access ? null : access;
};

/** Whether a field of an object that somebody has been given, by whatever way, is read by them: by its own rule and that of its type. */
export function mayReadOf({ type, field }: Thing, caller: Caller): boolean {
  const own = accessOf(field);
  if (own && !('because' in own) && !mayUse(own, caller)) return false;
  const rule = fieldRuleOf(type.name, field.name);
  return rule === undefined || rule === 'part' || rule.anyOf.some((each) => mayUse(each, caller));
}

/** Who comes to a field at all: of a part, whoever may read one of the fields that give it. */
class Readers {
  readonly #ways = new Map<string, (Thing | RootField)[]>();

  constructor(schema: GraphQLSchema) {
    for (const each of [...rootFields(schema), ...thingFields(schema)]) {
      const named = getNamedType(each.field.type);
      const types = isAbstractType(named) ? schema.getPossibleTypes(named) : [named];
      for (const { name } of types) this.#ways.set(name, [...this.#ways.get(name) ?? [], each]);
    }
  }

  mayRead(thing: Thing, caller: Caller, above: readonly string[] = []): boolean {
    return mayReadOf(thing, caller) && (fieldRuleOf(thing.type.name, thing.field.name) !== 'part' || this.#mayReach(thing.type, caller, above));
  }

  #mayReach({ name }: GraphQLObjectType, caller: Caller, above: readonly string[]): boolean {
    if (above.includes(name)) return false;
    return this.#ways.get(name)!.some((way) => ('kind' in way ? mayUse(ruleOf(way), caller) : this.mayRead(way, caller, [...above, name])));
  }
}

const member = (role: Role): Caller => ({ role, scopes: [], apiKeyId: null });
const key = (scopes: Viewer['scopes']): Caller => ({ role: 'VIEWER', scopes, apiKeyId: 'key' });

const PARTS = ['Query', 'Mutation', 'Subscription'];
const partOf = (name: string) => name.split('.')[0]!;
const COLUMNS = 'VIEWER | OPERATOR | ADMIN | SUPER_ADMIN | API keys |';
const LINE = '|---|---|---|---|---|---|';

export function accessPage(schema: GraphQLSchema): string {
  const rows = rootFields(schema).toSorted((a, b) => PARTS.indexOf(partOf(a.name)) - PARTS.indexOf(partOf(b.name)) || (a.name < b.name ? -1 : 1))
    .map((root) => `| \`${root.name}\` | ${cellsOf((caller) => mayUse(ruleOf(root), caller)).join(' | ')} |`);
  return [
    '# Who may use which field', '', 'Made from the schema and its rules, see [access](access.md).', '',
    `| field | ${COLUMNS}`, LINE, ...rows, '',
    '## Fields of what they give', '',
    'Every field looks at its rule itself, whichever way somebody came to the object. *own*: of the member or key that is asking. *of its environment*: an API key reads it only of the environments it is for. What everybody reads without a sign-in is what signing in gives, and what `Query.service` tells.', '',
    `| type and fields | ${COLUMNS}`, LINE, ...thingRows(schema), '',
  ].join('\n');
}

/** One row for the fields of a type that the same callers read. */
function thingRows(schema: GraphQLSchema): string[] {
  const readers = new Readers(schema);
  const groups = new Map<string, string[]>();
  for (const thing of thingFields(schema).toSorted((a, b) => (a.type.name < b.type.name ? -1 : Number(a.type.name > b.type.name)))) {
    const group = `${thing.type.name}|${thingCells(readers, thing).join(' | ')}`;
    groups.set(group, [...groups.get(group) ?? [], thing.field.name]);
  }
  return [...groups].map(([group, names]) => {
    const [type, ...cells] = group.split('|');
    return `| **${type}** ${names.map((name) => `\`${name}\``).join(' ')} | ${cells.join('|')} |`;
  });
}

function thingCells(readers: Readers, thing: Thing): string[] {
  const rule = fieldRuleOf(thing.type.name, thing.field.name);
  const isThing = rule !== undefined && rule !== 'part';
  const own = isThing && rule.orOwn ? { Member: '', ApiKey: 'no' }[thing.type.name] : null;
  const cells = cellsOf((caller) => readers.mayRead(thing, caller)).map((cell) => (cell === own ? 'own' : cell));
  return isThing && rule.inEnvironment ? [...cells.slice(0, -1), `${cells.at(-1)}; of its environment`] : cells;
}

function cellsOf(mayRead: (caller: Caller) => boolean): string[] {
  const members = ROLES.map((role) => (mayRead(member(role)) ? 'yes' : ''));
  if (mayRead(null)) return [...members, 'yes, and everybody without a sign-in'];
  return [...members, mayRead(key([])) ? 'any' : scopesFor(mayRead).join(', ') || 'no'];
}

/** Scopes of which one is enough, or the two that are needed together. */
function scopesFor(mayRead: (caller: Caller) => boolean): string[] {
  const alone = API_SCOPES.filter((scope) => mayRead(key([scope])));
  if (alone.length > 0) return alone;
  const pairs = API_SCOPES.flatMap((first, index) => API_SCOPES.slice(index + 1).map((second) => [first, second] as const));
  return pairs.filter((pair) => mayRead(key(pair))).map((pair) => pair.join(' with '));
}

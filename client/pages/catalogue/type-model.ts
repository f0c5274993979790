import type { Schema } from './json-schema.ts';

/** What a value can be, in no language yet. */
export type Shape =
  | { kind: 'plain'; type: 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'any' }
  | { kind: 'values'; values: readonly unknown[] }
  | { kind: 'list'; item: Shape }
  | { kind: 'map'; value: Shape }
  | { kind: 'object'; name: string }
  | { kind: 'union'; of: readonly Shape[] };

export interface ModelMember {
  /** As on the wire. */
  name: string;
  shape: Shape;
  isRequired: boolean;
  description: string;
}

export interface ModelType {
  name: string;
  description: string;
  members: readonly ModelMember[];
}

const ANY: Shape = { kind: 'plain', type: 'any' };
const DEFS = '#/$defs/';

/** `license.key-rotated` as a name of a type: `LicenseKeyRotated`. */
export function typeName(text: string): string {
  const name = text.split(/[^0-9A-Za-z]+/).filter(Boolean).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(name) ? name : `Type${name}`;
}

/** The types that a schema needs, the one of the whole value last. Definitions that several members share are one type. */
export function typeModel(schema: unknown, rootName: string): ModelType[] {
  const root = (typeof schema === 'object' && schema !== null ? schema : {}) as Schema;
  const types = new Map<string, ModelType>();
  /** Names of definitions that are objects, by their reference: told once, and a definition may contain itself. */
  const shared = new Map<string, Shape>();

  function unusedName(wanted: string): string {
    let name = wanted;
    for (let number = 2; types.has(name); number++) name = `${wanted}${number}`;
    types.set(name, { name, description: '', members: [] });
    return name;
  }

  function objectShape(given: Schema, wanted: string): Shape {
    const name = unusedName(wanted);
    const members = Object.entries(given.properties ?? {}).map(([member, each]): ModelMember => ({
      name: member, shape: shapeOf(each, `${name}${typeName(member)}`), isRequired: given.required?.includes(member) ?? false, description: descriptionOf(each),
    }));
    // Set again, so that a type comes after those that it needs.
    types.delete(name);
    types.set(name, { name, description: given.description ?? '', members });
    return { kind: 'object', name };
  }

  function referredShape(reference: string): Shape {
    const target = reference.startsWith(DEFS) ? root.$defs?.[reference.slice(DEFS.length)] : undefined;
    if (!target) return ANY;
    const known = shared.get(reference);
    if (known) return known;
    const wanted = typeName(reference.slice(DEFS.length));
    if (!target.properties) {
      shared.set(reference, ANY);
      const shape = shapeOf(target, wanted);
      shared.set(reference, shape);
      return shape;
    }
    // Named before it is looked into.
    shared.set(reference, { kind: 'object', name: wanted });
    const shape = objectShape(target, wanted);
    shared.set(reference, shape);
    return shape;
  }

  /** A definition that is a type tells about itself there. */
  function descriptionOf(given: Schema): string {
    const target = given.$ref?.startsWith(DEFS) ? root.$defs?.[given.$ref.slice(DEFS.length)] : undefined;
    return given.description ?? (target?.properties ? '' : target?.description) ?? '';
  }

  function shapeOf(given: Schema, wanted: string): Shape {
    if (given.$ref) return referredShape(given.$ref);
    const alternatives = given.anyOf ?? given.oneOf;
    if (alternatives) return union(alternatives.map((each) => shapeOf(each, wanted)));
    if (given.enum) return { kind: 'values', values: given.enum };
    if ('const' in given) return { kind: 'values', values: [given.const] };
    if (Array.isArray(given.type)) return union(given.type.map((type) => shapeOf({ ...given, type }, wanted)));
    return given.properties ? objectShape(given, wanted) : typedShape(given, wanted);
  }

  function typedShape({ type, items, additionalProperties }: Schema, wanted: string): Shape {
    switch (type) {
      case 'array': return { kind: 'list', item: items ? shapeOf(items, `${wanted}Item`) : ANY };
      case 'object': return { kind: 'map', value: typeof additionalProperties === 'object' ? shapeOf(additionalProperties, `${wanted}Value`) : ANY };
      case 'string': case 'number': case 'integer': case 'boolean': case 'null': return { kind: 'plain', type };
      default: return ANY;
    }
  }

  const shape = shapeOf(root, rootName);
  if (shape.kind !== 'object') types.set(rootName, { name: rootName, description: root.description ?? '', members: [] });
  return [...types.values()];
}

/** Each alternative once. */
function union(shapes: readonly Shape[]): Shape {
  const unique = new Map(shapes.flatMap((shape) => (shape.kind === 'union' ? shape.of : [shape])).map((shape) => [JSON.stringify(shape), shape]));
  return unique.size === 1 ? [...unique.values()][0]! : { kind: 'union', of: [...unique.values()] };
}

/** A shape without null, and whether null was among its alternatives. */
export function withoutNull(shape: Shape): { shape: Shape; isNullable: boolean } {
  if (shape.kind === 'values' && shape.values.includes(null)) return { shape: { kind: 'values', values: shape.values.filter((value) => value !== null) }, isNullable: true };
  if (shape.kind !== 'union') return { shape, isNullable: shape.kind === 'plain' && shape.type === 'null' };
  const left = shape.of.filter((each) => !(each.kind === 'plain' && each.type === 'null'));
  if (left.length === shape.of.length) return { shape, isNullable: false };
  return { shape: union(left), isNullable: true };
}

import { typeName, withoutNull, type ModelMember, type ModelType, type Shape } from './type-model.ts';

const PLAIN = { string: 'string', number: 'double', integer: 'long', boolean: 'bool', null: 'object', any: 'JsonElement' };

/** C# has no unions: what can be several things is read as JSON. Fixed values are their type. */
function text(shape: Shape): string {
  switch (shape.kind) {
    case 'plain': return PLAIN[shape.type];
    case 'values': return valuesType(shape.values);
    case 'list': return `IReadOnlyList<${nullable(shape.item)}>`;
    case 'map': return `IReadOnlyDictionary<string, ${nullable(shape.value)}>`;
    case 'object': return shape.name;
    case 'union': return 'JsonElement';
  }
}

function valuesType(values: readonly unknown[]): string {
  if (values.every((value) => typeof value === 'string')) return 'string';
  if (values.every((value) => typeof value === 'boolean')) return 'bool';
  return values.every((value) => typeof value === 'number') ? 'double' : 'JsonElement';
}

function nullable(given: Shape): string {
  const { shape, isNullable } = withoutNull(given);
  return `${text(shape)}${isNullable ? '?' : ''}`;
}

const escaped = (words: string): string => words.replace(/\s+/g, ' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const comment = (words: string, indent: string): string => (words ? `${indent}/// <summary>${escaped(words)}</summary>\n` : '');

/** A property may not be called as the type around it. */
function propertyName(name: string, owner: string): string {
  const wanted = typeName(name);
  return wanted === owner ? `${wanted}Value` : wanted;
}

function member({ name, shape, isRequired, description }: ModelMember, owner: string): string {
  const type = nullable(shape);
  const mayMiss = !isRequired && !type.endsWith('?');
  return `${comment(description, '    ')}    [JsonPropertyName(${JSON.stringify(name)})]\n    public ${isRequired ? 'required ' : ''}${type}${mayMiss ? '?' : ''} ${propertyName(name, owner)} { get; init; }\n`;
}

/** Records for System.Text.Json. */
export function csharpTypes(types: readonly ModelType[]): string {
  const records = types.map(({ name, description, members }) => `${comment(description, '')}public sealed record ${name}\n{\n${members.map((each) => member(each, name)).join('\n')}}\n`);
  return `using System.Collections.Generic;\nusing System.Text.Json;\nusing System.Text.Json.Serialization;\n\n${records.join('\n')}`;
}

import type { ModelMember, ModelType, Shape } from './type-model.ts';

const PLAIN = { string: 'str', number: 'float', integer: 'int', boolean: 'bool', null: 'None', any: 'Any' };

/** A value as Python writes it. */
function literal(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
}

function text(shape: Shape): string {
  switch (shape.kind) {
    case 'plain': return PLAIN[shape.type];
    case 'values': return `Literal[${shape.values.map(literal).join(', ')}]`;
    case 'list': return `list[${text(shape.item)}]`;
    case 'map': return `dict[str, ${text(shape.value)}]`;
    case 'object': return `"${shape.name}"`;
    case 'union': return `Union[${shape.of.map(text).join(', ')}]`;
  }
}

const isName = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name) && !KEYWORDS.has(name);
const KEYWORDS = new Set('False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(' '));
const annotation = ({ shape, isRequired }: ModelMember): string => (isRequired ? text(shape) : `NotRequired[${text(shape)}]`);
const comment = (words: string): string => (words ? `    # ${words.replace(/\s+/g, ' ')}\n` : '');
const docstring = (words: string): string => (words ? `    """${words.replace(/\s+/g, ' ').replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"""\n` : '');

/** Members that cannot be names of Python need the other way to write a TypedDict. */
function dictOf({ name, description, members }: ModelType): string {
  if (!members.every((member) => isName(member.name))) {
    const entries = members.map((member) => `    ${JSON.stringify(member.name)}: ${annotation(member)},\n`).join('');
    return `${name} = TypedDict(${JSON.stringify(name)}, {\n${entries}})\n`;
  }
  const lines = members.map((member) => `${comment(member.description)}    ${member.name}: ${annotation(member)}\n`).join('');
  return `class ${name}(TypedDict):\n${docstring(description)}${lines || '    pass\n'}`;
}

/** TypedDicts, for Python 3.11 and later. */
export function pythonTypes(types: readonly ModelType[]): string {
  return `from typing import Any, Literal, NotRequired, TypedDict, Union\n\n\n${types.map(dictOf).join('\n\n')}`;
}

import type { ModelMember, ModelType, Shape } from './type-model.ts';

const PLAIN = { string: 'string', number: 'number', integer: 'number', boolean: 'boolean', null: 'null', any: 'unknown' };

function text(shape: Shape): string {
  switch (shape.kind) {
    case 'plain': return PLAIN[shape.type];
    case 'values': return shape.values.map((value) => JSON.stringify(value)).join(' | ');
    case 'list': return /[ |]/.test(text(shape.item)) ? `Array<${text(shape.item)}>` : `${text(shape.item)}[]`;
    case 'map': return `Record<string, ${text(shape.value)}>`;
    case 'object': return shape.name;
    case 'union': return shape.of.map(text).join(' | ');
  }
}

const comment = (words: string, indent: string): string => (words ? `${indent}/** ${words.replaceAll('*/', '* /').replace(/\s+/g, ' ')} */\n` : '');
const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

function member({ name, shape, isRequired, description }: ModelMember): string {
  return `${comment(description, '  ')}  ${key(name)}${isRequired ? '' : '?'}: ${text(shape)};\n`;
}

/** Interfaces; what may be left out is optional. */
export function typescriptTypes(types: readonly ModelType[]): string {
  return types.map(({ name, description, members }) => `${comment(description, '')}export interface ${name} {\n${members.map(member).join('')}}\n`).join('\n');
}

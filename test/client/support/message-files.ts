import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

type Tree = { [key: string]: string | Tree };

function leavesOf(tree: Tree, path: string): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([name, value]): [string, string][] => (
    typeof value === 'string' ? [[`${path}.${name}`, value]] : leavesOf(value, `${path}.${name}`)));
}

/** Every text of a language by its key, `webhooks.list.title`. */
export function textsOf(locale: string): Map<string, string> {
  const folder = join('client/messages', locale);
  return new Map(readdirSync(folder).filter((file) => file.endsWith('.json'))
    .flatMap((file) => leavesOf(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Tree, basename(file, '.json'))));
}

/** Names in braces, in alphabetical order; `{'@'}` is a character and no name. */
export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\s*(\w+)\s*\}/g)].map(([, name]) => name ?? ''))].sort();
}

/** How many forms a text has, for one and for many. */
export const formsOf = (text: string): number => text.split(' | ').length;

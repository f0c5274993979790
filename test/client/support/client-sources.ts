import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parse } from 'vue/compiler-sfc';

export interface ClientSource {
  /** From `client/`, with slashes. */
  path: string;
  text: string;
  /** TypeScript of the file: the file itself, or the script of a component. */
  script: string;
}

type Template = NonNullable<ReturnType<typeof parse>['descriptor']['template']>['ast'];
type TemplateNode = NonNullable<Template>['children'][number];

/** Node types of the compiler's syntax tree, whose enum exists in types only. */
const ELEMENT = 1, TEXT = 2, INTERPOLATION = 5, ATTRIBUTE = 6, DIRECTIVE = 7;

/** Attributes whose text a person sees or hears. */
const READ_ATTRIBUTES = /^(title|label|placeholder|alt|description|help|hint|caption|what|text|(aria-|aria)(label|description|valuetext|roledescription)|.+-label|.+Label)$/;

/** Written alike in every language. */
const NAMES = new Set(['Keybell', 'Python', 'Escape', 'Enter', 'Tab', 'URL', 'SHA-256', 'HTTP/', 'GitHub', 'GraphQL', 'Slack', 'Discord', 'Zapier', 'Make', 'Standard Webhooks', 'Licensing API', 'Node.js']);

export function clientSources(): ClientSource[] {
  return readdirSync('client', { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(ts|vue)$/.test(path) && !path.endsWith('.d.ts') && !/^(messages|node_modules)\//.test(path))
    .map((path) => {
      const text = readFileSync(join('client', path), 'utf8');
      const script = path.endsWith('.vue') ? parse(text).descriptor.scriptSetup?.content ?? '' : text;
      return { path, text, script };
    });
}

/** Words, which a sign, a single letter, an example of an address and a name are not. */
const isWords = (text: string): boolean => /\p{L}{2,}/u.test(text) && !/^\S*(@|:\/\/)\S*$/.test(text.trim()) && !NAMES.has(text.trim());

/** A text that reads like one: a capitalised word, alone or at the start of several. */
const isSentence = (text: string): boolean => /^\p{Lu}\p{Ll}{2,}( |$|[.…?:,])/u.test(text.trim()) && !NAMES.has(text.trim());

/** String literals of TypeScript that read like texts for people; errors for developers and types aside. */
export function sentencesIn(code: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isThrowStatement(node) || ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
    const isText = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateHead(node);
    if (isText && isSentence(node.text)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', code, ts.ScriptTarget.Latest, true));
  return found;
}

function rawTextsOf(node: TemplateNode): string[] {
  if (node.type === TEXT) return isWords(node.content) ? [node.content.trim()] : [];
  if (node.type === INTERPOLATION) return node.content.type === 4 ? sentencesIn(node.content.content) : [];
  if (node.type !== ELEMENT) return [];
  const attributes = node.props.flatMap((prop): string[] => {
    if (prop.type === ATTRIBUTE) return READ_ATTRIBUTES.test(prop.name) && isWords(prop.value?.content ?? '') ? [`${prop.name}="${prop.value?.content ?? ''}"`] : [];
    if (prop.type !== DIRECTIVE || prop.exp?.type !== 4) return [];
    return sentencesIn(`(${prop.exp.content})`);
  });
  // Code is shown as it is.
  const children = ['code', 'pre', 'kbd', 'UKbd'].includes(node.tag) ? [] : node.children.flatMap(rawTextsOf);
  return [...attributes, ...children];
}

/** Texts that a component or module holds itself instead of looking them up. */
export function rawTexts({ path, text, script }: ClientSource): string[] {
  const template = path.endsWith('.vue') ? parse(text).descriptor.template?.ast : null;
  return [...sentencesIn(script), ...(template?.children.flatMap(rawTextsOf) ?? [])];
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A text as the server may say it, with a made-up value in each gap. */
export interface ServerText {
  /** From `server/`, with slashes. */
  path: string;
  text: string;
}

/** More ways to say one thing than this are a mistake of the reader below. */
const MOST_READINGS = 64;

/** Errors that end in a log, on the console of the operator or in a program, and nowhere else. */
const UNSEEN_ERRORS = new Set(['Error', 'ConfigError', 'DatabaseInUseError', 'LaneLostError', 'EndedPassError']);
/** Texts of the schema, which the documentation shows. */
const DESCRIPTIONS = new Set(['description', 'deprecationReason', 'help']);

/** Every text in the code of the server; `isMeant` chooses its files. */
export function serverTexts(isMeant: (path: string) => boolean): ServerText[] {
  return readdirSync('server', { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && isMeant(path))
    .sort()
    .flatMap((path) => textsIn(readFileSync(join('server', path), 'utf8')).map((text) => ({ path, text })));
}

/** Texts in TypeScript: literals, templates, what is added to them, and each branch of what is chosen. */
export function textsIn(code: string): string[] {
  const source = ts.createSourceFile('source.ts', code, ts.ScriptTarget.Latest, true);
  const constants = constantsOf(source);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isUnseen(node)) return;
    if (isText(node)) found.push(...readingsOf(node, constants));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...new Set(found)];
}

/** Whether a text begins like a sentence and ends like one. */
export const isSentence = (text: string): boolean => /^["`A-Z0-9x].* .*[.?!]"?$/s.test(text.trim()) && /[a-z]{2} /.test(text);

function isUnseen(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return true;
  if (ts.isPropertyAssignment(node)) return DESCRIPTIONS.has(node.name.getText());
  return ts.isNewExpression(node) && UNSEEN_ERRORS.has(node.expression.getText());
}

const isText = (node: ts.Node): boolean =>
  ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node)
  || (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken && (isText(node.left) || isText(node.right)));

type Constants = ReadonlyMap<string, ts.Expression>;

/** Constants whose value is a text, by their names; a name that is used twice in a file tells nothing. */
function constantsOf(source: ts.SourceFile): Constants {
  const found = new Map<string, ts.Expression[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) found.set(node.name.text, [...(found.get(node.name.text) ?? []), node.initializer]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return new Map([...found].flatMap(([name, values]) => (values.length === 1 ? [[name, values[0]!] as const] : [])));
}

/** What an expression may come to. A value that is not written there is `x1`, so that two of them differ in a sentence. */
function readingsOf(node: ts.Node, constants: Constants): string[] {
  let gaps = 0;
  const read = (part: ts.Node): string[] => {
    if (ts.isStringLiteral(part) || ts.isNoSubstitutionTemplateLiteral(part)) return [part.text];
    if (ts.isParenthesizedExpression(part)) return read(part.expression);
    if (ts.isConditionalExpression(part)) return [...read(part.whenTrue), ...read(part.whenFalse)];
    if (ts.isTemplateExpression(part)) {
      return part.templateSpans.reduce((starts, { expression, literal }) => together(starts, read(expression).map((value) => value + literal.text)), [part.head.text]);
    }
    if (ts.isBinaryExpression(part) && part.operatorToken.kind === ts.SyntaxKind.PlusToken) return together(read(part.left), read(part.right));
    if (ts.isBinaryExpression(part) && [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(part.operatorToken.kind)) return [...read(part.left), ...read(part.right)];
    const constant = ts.isIdentifier(part) ? constants.get(part.text) : undefined;
    if (constant && (isText(constant) || ts.isConditionalExpression(constant))) return read(constant);
    gaps += 1;
    return [`x${gaps}`];
  };
  return [...new Set(read(node))].slice(0, MOST_READINGS);
}

const together = (starts: readonly string[], ends: readonly string[]): string[] => starts.flatMap((start) => ends.map((end) => start + end));

import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { SyntaxNode, Tree } from '@lezer/common';

/** A piece of the text, by its offsets. */
export interface TextRange {
  from: number;
  to: number;
}

const VALUES = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);

/** A long text is parsed in the background; so long it is waited for. */
const PARSE_WITHIN_MS = 500;

/** The whole tree of the text, or as much of it as could be had in time. */
export const treeOf = (state: EditorState): Tree => ensureSyntaxTree(state, state.doc.length, PARSE_WITHIN_MS) ?? syntaxTree(state);

const unescaped = (token: string) => token.replaceAll('~1', '/').replaceAll('~0', '~');
const isValue = ({ name }: SyntaxNode) => VALUES.has(name);

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

/** The key of a member; null while it is still being typed. */
export function keyOf(state: EditorState, property: SyntaxNode): string | null {
  const name = property.getChild('PropertyName');
  if (!name) return null;
  try {
    return String(JSON.parse(state.sliceDoc(name.from, name.to)));
  } catch {
    return null;
  }
}

function memberOf(state: EditorState, node: SyntaxNode, token: string): SyntaxNode | null {
  if (node.name === 'Array') return childrenOf(node).filter(isValue)[Number(token)] ?? null;
  const property = childrenOf(node).find((child) => child.name === 'Property' && keyOf(state, child) === token);
  return (property && childrenOf(property).find(isValue)) ?? null;
}

/** Where the value of a JSON pointer such as `#/license/status` stands; of what is not there, the place of what should hold it. */
export function placeOf(state: EditorState, pointer: string): TextRange {
  let node = childrenOf(treeOf(state).topNode).find(isValue) ?? treeOf(state).topNode;
  for (const token of pointer.replace(/^#/, '').split('/').slice(1).map((part) => unescaped(decodeURIComponent(part)))) {
    const member = memberOf(state, node, token);
    if (!member) break;
    node = member;
  }
  // The whole of a long object would be underlined otherwise: its first line says enough.
  const end = Math.min(node.to, state.doc.lineAt(node.from).to);
  return { from: node.from, to: Math.max(end, Math.min(node.from + 1, state.doc.length)) };
}

/** The keys and indexes that lead to the object or array around an offset, outermost first. */
export function pathAt(state: EditorState, offset: number): (string | number)[] {
  const path: (string | number)[] = [];
  for (let node: SyntaxNode | null = treeOf(state).resolveInner(offset, -1); node?.parent; node = node.parent) {
    const { parent } = node;
    if (parent.name === 'Property' && node.name !== 'PropertyName') {
      const key = keyOf(state, parent);
      if (key !== null) path.unshift(key);
    } else if (parent.name === 'Array' && isValue(node)) path.unshift(childrenOf(parent).filter(isValue).findIndex(({ from }) => from === node?.from));
  }
  return path;
}
